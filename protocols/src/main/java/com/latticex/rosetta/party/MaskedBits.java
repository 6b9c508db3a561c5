package com.latticex.rosetta.party;

import com.latticex.rosetta.randomness.BitMask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** XOR-shared planes of bits x under a fresh mask r; once open, P0 and P1, and only they, know x xor r. */
public final class MaskedBits extends Hidden {
    private final Tensor x;
    private final BitMask mask;

    MaskedBits(Tensor x, BitMask mask) {
        if (!x.shape().equals(mask.shape())) {
            throw new IllegalArgumentException("a mask of planes " + mask.shape() + " cannot hide " + x.shape());
        }
        mask.useOnce();
        this.x = x;
        this.mask = mask;
    }

    @Override
    public Shape shape() {
        return mask.shape();
    }

    @Override
    void cover(Tensor out) {
        out.scope().backend().xor(x.words(), mask.share().words(), out.words());
    }

    @Override
    void join(Tensor own, Tensor other) {
        own.scope().backend().xor(own.words(), other.words(), own.words());
    }
}
