package com.latticex.rosetta.randomness;

import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** Uniform planes of bits r = r0 xor r1, as {@link Mask} is words: r0 from seed 02, r1 from seed 12. Hides one value, once. */
public final class BitMask {
    private final Tensor share;
    private final Tensor value;
    private boolean used;

    BitMask(Tensor share, Tensor value) {
        this.share = share;
        this.value = value;
    }

    public Shape shape() {
        return share.shape();
    }

    /** r0 at P0, r1 at P1, absent at the helper. */
    public Tensor share() {
        return share;
    }

    /** r at the helper, absent at P0 and P1. */
    public Tensor value() {
        return value;
    }

    /** Marks the mask as used; a second value under it would give away how the two differ. */
    public void useOnce() {
        if (used) {
            throw new IllegalStateException("this mask already hides a value");
        }
        used = true;
    }
}
