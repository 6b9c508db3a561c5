package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Digits;
import com.latticex.rosetta.tensor.Tensor;

/** Shares modulo 67 of the low 63 bits of words the helper knows, 63 digits a word. */
public final class DealtDigits {
    private final Dealing dealing;
    private final Tensor value;
    private final long offset;

    DealtDigits(Dealing dealing, Tensor value, long offset) {
        this.dealing = dealing;
        this.value = value;
        this.offset = offset;
    }

    /** This party's shares; waits for the helper's frame at P1. Absent at the helper. */
    public Digits share() {
        return dealing.digits(offset, size());
    }

    long size() {
        return Math.multiplyExact(value.shape().size(), Dealing.DIGITS);
    }

    long offset() {
        return offset;
    }

    Tensor value() {
        return value;
    }
}
