package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.BlindedDigits;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.DealtBits;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;

/**
 * The helper's part of the private comparison of one masked value with any number of thresholds: shares modulo 67 of the low 63 bits of the mask, 63 bytes a
 * word, dealt ahead.
 */
final class Comparison {
    private final Invocation call;
    private final Mask mask;
    private final DealtBits bits;

    private Comparison(Invocation call, Dealing ahead, Mask mask) {
        this.call = call;
        this.mask = mask;
        this.bits = ahead.bits(mask.value());
    }

    static Comparison deal(Invocation call, Dealing ahead, Mask mask) {
        return new Comparison(call, ahead, mask);
    }

    /**
     * The bit [x >= threshold], blinded for the helper: 128 bytes a word and 1 round once sent. Exact while x - threshold does not leave the signed 64 bits.
     *
     * @param x opened, under this comparison's mask
     */
    BlindBit atLeast(Masked x, long threshold) {
        Tensor c = threshold == 0 ? x.opened() : x.opened().plus(-threshold);
        BlindedDigits digits = call.blindDigits(c, bits);
        // 1 - (beta xor c63), beta being the coin's lowest bit
        Tensor m = digits.coin().plus(c.shiftRight(63)).plus(1).and(1);
        return new BlindBit(call, digits, m, mask.value().shiftRight(63));
    }
}
