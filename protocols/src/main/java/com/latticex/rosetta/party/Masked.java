package com.latticex.rosetta.party;

import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * A shared x under a fresh mask r. After {@link Invocation#open} P0 and P1, and only they, know c = x + r. It may take part in
 * any number of operations: c and the mask stay the same.
 */
public final class Masked extends Hidden {
    private final Tensor x;
    private final Mask mask;

    Masked(Tensor x, Mask mask) {
        if (!x.shape().equals(mask.shape())) {
            throw new IllegalArgumentException("a mask of shape " + mask.shape() + " cannot hide " + x.shape());
        }
        mask.useOnce();
        this.x = x;
        this.mask = mask;
    }

    @Override
    public Shape shape() {
        return mask.shape();
    }

    public Mask mask() {
        return mask;
    }

    @Override
    void cover(Tensor out) {
        out.scope().backend().add(x.words(), mask.share().words(), out.words());
    }

    @Override
    void join(Tensor own, Tensor other) {
        own.scope().backend().add(own.words(), other.words(), own.words());
    }
}
