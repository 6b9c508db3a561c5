package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Blinded;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.ForHelper;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Tensor;

/**
 * A shared y selected by a bit just compared, within the comparison's rounds: y goes to the helper under a pad along with the digits, H = y + rho, and e H is answered. 16 + 8 bytes. e y = e H - rho
 * e.
 */
final class HelperProduct {
    private final Tensor y;
    private final Blinded padded;

    HelperProduct(Invocation call, Tensor y) {
        this.y = y;
        this.padded = call.blind(y);
    }

    ForHelper message() {
        return padded;
    }

    /** Names the helper's answer. */
    Dealt answer(Dealing answer, Dealt e) {
        return answer.words(e.value().times(padded.sum()));
    }

    /** The share of b y. */
    Tensor of(BlindBit bit, Dealt e, Dealt eh) {
        return bit.times(y, eh.share().minus(padded.pad().times(e.share())));
    }
}
