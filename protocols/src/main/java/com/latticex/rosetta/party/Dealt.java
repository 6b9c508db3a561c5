package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** A value the helper knows, as fresh shares of P0 and P1. */
public final class Dealt {
    private final Dealing dealing;
    private final Tensor value;
    private final long offset;

    Dealt(Dealing dealing, Tensor value, long offset) {
        this.dealing = dealing;
        this.value = value;
        this.offset = offset;
    }

    public Shape shape() {
        return value.shape();
    }

    /** This party's share; waits for the helper's frame at P1. Absent at the helper. */
    public Tensor share() {
        return dealing.share(offset, value.shape());
    }

    /** The value at the helper. */
    public Tensor value() {
        return value;
    }

    long offset() {
        return offset;
    }
}
