package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A shared value under a fresh mask, which P0 and P1 may open to each other. */
public abstract sealed class Hidden permits Masked, MaskedBits {
    private @Nullable Tensor opened;

    Hidden() {}

    public abstract Shape shape();

    /** This party's share under its share of the mask, into a part of the frame that it sends. */
    abstract void cover(Tensor out);

    /** Adds the other party's part of a frame to this one's. */
    abstract void join(Tensor own, Tensor other);

    /** The value under the mask at P0 and P1, absent at the helper. */
    public final Tensor opened() {
        if (opened == null) {
            throw new IllegalStateException("this masked value has not been opened yet");
        }
        return opened;
    }

    final void opened(Tensor value) {
        if (opened != null) {
            throw new IllegalStateException("a masked value is opened once");
        }
        opened = value;
    }
}
