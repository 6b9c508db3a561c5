package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** A value the helper knows, as fresh shares of P0 and P1. */
public final class Dealt {
    /** Makes P1's share of the value out of P0's, in place, at the helper. */
    interface Sharing {
        void second(Tensor share);
    }

    private final Dealing dealing;
    private final Shape shape;
    private final Sharing sharing;
    private final long offset;

    Dealt(Dealing dealing, Shape shape, Sharing sharing, long offset) {
        this.dealing = dealing;
        this.shape = shape;
        this.sharing = sharing;
        this.offset = offset;
    }

    public Shape shape() {
        return shape;
    }

    /** This party's share; waits for the helper's frame at P1. Absent at the helper. */
    public Tensor share() {
        return dealing.share(offset, shape);
    }

    Sharing sharing() {
        return sharing;
    }

    long offset() {
        return offset;
    }
}
