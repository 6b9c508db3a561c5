package com.latticex.rosetta.party;

import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A shared x under a fresh mask r. After {@link Invocation#open} P0 and P1, and only they, know c = x + r. It may take part in
 * any number of operations: c and the mask stay the same.
 */
public final class Masked {
    private final Tensor x;
    private final Mask mask;
    private @Nullable Tensor opened;

    Masked(Tensor x, Mask mask) {
        if (!x.shape().equals(mask.shape())) {
            throw new IllegalArgumentException("a mask of shape " + mask.shape() + " cannot hide " + x.shape());
        }
        mask.useOnce();
        this.x = x;
        this.mask = mask;
    }

    public Shape shape() {
        return mask.shape();
    }

    public Mask mask() {
        return mask;
    }

    /** c = x + r at P0 and P1, absent at the helper. */
    public Tensor opened() {
        if (opened == null) {
            throw new IllegalStateException("this masked value has not been opened yet");
        }
        return opened;
    }

    /** This party's share of x. */
    Tensor share() {
        return x;
    }

    void opened(Tensor c) {
        if (opened != null) {
            throw new IllegalStateException("a masked value is opened once");
        }
        opened = c;
    }
}
