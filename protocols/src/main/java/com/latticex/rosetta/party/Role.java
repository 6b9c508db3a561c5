package com.latticex.rosetta.party;

/** The three parties. P0 and P1 hold additive shares; P2 is the helper, which deals correlated randomness and holds no shares. */
public enum Role {
    P0(0),
    P1(1),
    P2(2);

    private final int index;

    Role(int index) {
        this.index = index;
    }

    /** 0, 1 or 2. */
    public int index() {
        return index;
    }

    public boolean isHelper() {
        return this == P2;
    }

    /** 1 at P0, which adds public terms, else 0. */
    public int first() {
        return this == P0 ? 1 : 0;
    }

    /** The role of a number as jobs and the command line write it. */
    public static Role of(int index) {
        return switch (index) {
            case 0 -> P0;
            case 1 -> P1;
            case 2 -> P2;
            default -> throw new IllegalArgumentException("there is no party " + index + ": parties are 0, 1 and 2");
        };
    }

    /** P0 for P1 and P1 for P0: the other holder of shares. */
    public Role otherHolder() {
        return switch (this) {
            case P0 -> P1;
            case P1 -> P0;
            case P2 -> throw new IllegalStateException("the helper holds no shares");
        };
    }
}
