package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Words for the helper: each holder's share plus a term of its own from seed 01. */
public final class Blinded extends ForHelper {
    private final Tensor message;
    private final Tensor pad;
    private @Nullable Tensor sum;

    Blinded(Tensor message, Tensor pad) {
        this.message = message;
        this.pad = pad;
    }

    Shape shape() {
        return message.shape();
    }

    Tensor message() {
        return message;
    }

    /** The sum of both terms, at P0 and P1. */
    public Tensor pad() {
        return pad;
    }

    /** Value plus pad at the helper once sent, absent elsewhere. */
    public Tensor sum() {
        if (sum == null) {
            throw new IllegalStateException("this value has not been sent to the helper yet");
        }
        return sum;
    }

    void received(Tensor value) {
        sum = value;
    }
}
