package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Blinded;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.ForHelper;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Tensor;

/**
 * Truncation by the helper of a value it sees under a pad only, and products of the result with bits the helper knows.
 *
 * <p>P0 and P1 send F + 2^62 + rho, which is H to the helper. With rho63, H63 top bits and E any factor known to the helper,
 * E (F >> s) = E (H >> s) - E (rho >> s) + 2^(64-s) rho63 (E - E H63) - E 2^(62-s), for -2^62 <= F <= 2^62; for any other F the right-hand side is still
 * E times one fixed ring element, so E = 0 gives 0.
 */
final class BlindTruncation {
    private final Invocation call;
    private final Blinded blinded;
    private final int bits;

    /** Shares of E (H >> s) and of E H63. */
    record Answer(Dealt shifted, Dealt top) {}

    BlindTruncation(Invocation call, Tensor value, int bits) {
        this.call = call;
        this.blinded = call.blind(call.addPublic(value, 1L << 62));
        this.bits = bits;
    }

    ForHelper message() {
        return blinded;
    }

    /** Names the helper's answer for E = 1. */
    Answer answer(Dealing dealing) {
        return new Answer(
                dealing.words(blinded.sum().shiftRight(bits)),
                dealing.words(blinded.sum().shiftRight(63)));
    }

    /** Names the helper's answer for a factor it knows. */
    Answer answer(Dealing dealing, Tensor factor) {
        return new Answer(
                dealing.words(blinded.sum().shiftRight(bits).times(factor)),
                dealing.words(blinded.sum().shiftRight(63).times(factor)));
    }

    /** Share of F >> s. */
    Tensor share(Answer answer) {
        return call.addPublic(
                answer.shifted().share().minus(wrap().times(answer.top().share())), constant());
    }

    /** Share of E (F >> s) from a share of E. */
    Tensor share(Answer answer, Tensor factor) {
        return answer.shifted()
                .share()
                .minus(wrap().times(answer.top().share()))
                .plusProduct(constant(), factor);
    }

    /** 2^(64-s) rho63, public at P0 and P1. */
    private Tensor wrap() {
        return blinded.pad().shiftRight(63).times(1L << (64 - bits));
    }

    /** 2^(64-s) rho63 - (rho >> s) - 2^(62-s). */
    private Tensor constant() {
        return wrap().minus(blinded.pad().shiftRight(bits)).plus(-(1L << (62 - bits)));
    }
}
