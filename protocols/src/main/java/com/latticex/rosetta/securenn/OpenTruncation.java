package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;

/**
 * A value truncated as it is opened, times bits compared meanwhile: with z >> t = T = pub - rho + k kap and e, e rho, e kap answered, b T = m T + (1 - 2m)(pub e - e rho + k e kap). 16 bytes
 * dealt ahead beside the opening, 24 answered for each bit.
 */
final class OpenTruncation {
    private final Invocation call;
    private final int bits;
    private final Tensor rhoValue;
    private final Tensor kapValue;
    private final Dealt rho;
    private final Dealt kap;

    /** Shares of e, e rho and e kap. */
    record Answer(Dealt e, Dealt rho, Dealt kap) {}

    OpenTruncation(Invocation call, Dealing ahead, Mask mask, int bits) {
        this.call = call;
        this.bits = bits;
        this.rhoValue = mask.value().shiftRight(bits);
        this.kapValue = mask.value().shiftRight(63);
        this.rho = ahead.words(rhoValue);
        this.kap = ahead.words(kapValue);
    }

    Answer answer(Dealing answer, BlindBit bit) {
        Tensor e = bit.e();
        return new Answer(answer.words(e), answer.words(e.times(rhoValue)), answer.words(e.times(kapValue)));
    }

    /** The share of b (z >> t). */
    Tensor times(Masked z, BlindBit bit, Answer answer) {
        Tensor c = z.opened().plus(1L << 62);
        Tensor pub = c.shiftRight(bits).plus(-(1L << (62 - bits)));
        Tensor k = c.shiftRight(63).affine(-(1L << (64 - bits)), 1L << (64 - bits));
        Tensor t = call.addPublic(k.times(kap.share()).minus(rho.share()), pub);
        Tensor et = pub.times(answer.e().share())
                .minus(answer.rho().share())
                .plusProduct(k, answer.kap().share());
        return bit.times(t, et);
    }
}
