package com.latticex.rosetta.randomness;

import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * A uniform r = r0 + r1: P0 draws r0 from seed 02, P1 draws r1 from seed 12, the helper knows both. Costs no message.
 *
 * <p>Hides one value, once: P0 and P1 see x + r only, and the helper sees nothing of x.
 */
public final class Mask {
    private final Tensor share;
    private final Tensor value;
    private boolean used;

    Mask(Tensor share, Tensor value) {
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

    /** Marks the mask as used; a second value under it would give away the difference of the two. */
    public void useOnce() {
        if (used) {
            throw new IllegalStateException("this mask already hides a value");
        }
        used = true;
    }
}
