package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;

/**
 * A shared y, or 0, as a blind bit says: with c = y + r opened and e, e r dealt, e y = c e - e r. 8 bytes beside the 8 of the bit and the 16 of the opening, which may be any, before or after
 * the comparison.
 */
final class Selection {
    private final BlindBit bit;
    private final Dealt e;
    private final Dealt er;

    private Selection(BlindBit bit, Mask mask) {
        this.bit = bit;
        this.e = bit.dealt();
        this.er = bit.dealt(mask.value());
    }

    /** Names what is dealt for values under this mask. */
    static Selection deal(BlindBit bit, Mask mask) {
        return new Selection(bit, mask);
    }

    /** The share of b y. */
    Tensor of(Tensor y, Masked hidden) {
        return bit.times(y, hidden.opened().times(e.share()).minus(er.share()));
    }

    /** The share of b (y + constant), the constant added by both the caller's share and here. */
    Tensor of(Tensor y, Masked hidden, long constant) {
        return bit.times(y, hidden.opened().plus(constant).times(e.share()).minus(er.share()));
    }
}
