package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.BlindedDigits;
import com.latticex.rosetta.party.ForHelper;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Tensor;

/**
 * A bit b = m xor e that nobody knows: m is public at P0 and P1, e is known to the helper, and each alone is uniform. With shares of e v, a share of b v is
 * local: b v = m v + (1 - 2m) e v.
 */
final class BlindBit {
    private final Invocation call;
    private final BlindedDigits digits;
    private final Tensor m;
    private final Tensor maskTop;

    BlindBit(Invocation call, BlindedDigits digits, Tensor m, Tensor maskTop) {
        this.call = call;
        this.digits = digits;
        this.m = m;
        this.maskTop = maskTop;
    }

    /** To be sent to the helper before anything else is asked. */
    ForHelper digits() {
        return digits;
    }

    /** e at the helper, absent elsewhere: [some digit is 0] xor r63. */
    Tensor e() {
        return digits.found().plus(maskTop).and(1);
    }

    /** Share of b from a share of e, at scale 0. */
    Tensor share(Tensor e) {
        return call.addPublic(e.plusProduct(m, e.times(-2)), m);
    }

    /** Share of b v from shares of v and of e v. */
    Tensor times(Tensor v, Tensor ev) {
        return ev.plusProduct(m, v.plus(ev.times(-2)));
    }
}
