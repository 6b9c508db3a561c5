package com.latticex.rosetta.randomness;

import com.latticex.rosetta.party.Role;
import org.jspecify.annotations.Nullable;

/** Two of the three parties, and the seed they share. */
public enum Pair {
    /** The holders: what they draw here is unknown to the helper. */
    P01(Role.P0, Role.P1),
    /** What P0 and the helper draw here is unknown to P1. */
    P02(Role.P0, Role.P2),
    /** What P1 and the helper draw here is unknown to P0. */
    P12(Role.P1, Role.P2);

    private final Role low;
    private final Role high;

    Pair(Role low, Role high) {
        this.low = low;
        this.high = high;
    }

    /** The other one of the two, or null for the party outside. */
    public @Nullable Role peerOf(Role self) {
        if (self == low) {
            return high;
        }
        return self == high ? low : null;
    }
}
