package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Hidden;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The private comparison of one masked value with public thresholds. Made before the values are dealt; then the bits' products are named; then, once x is
 * open, it runs.
 */
abstract sealed class Comparison permits DigitComparison, BitComparison {
    final Invocation call;
    final Mask mask;
    private final List<BlindBit> bits = new ArrayList<>();

    Comparison(Invocation call, Mask mask) {
        this.call = call;
        this.mask = mask;
    }

    /**
     * Makes the bit of the next threshold.
     *
     * @param dealing where products of e are dealt
     * @param e at the helper, when that is sent
     */
    final void add(Dealing dealing, Supplier<Tensor> e) {
        bits.add(new BlindBit(call, dealing, mask.shape(), e));
    }

    /** [x >= t] for the threshold of this number. */
    final BlindBit bit(int threshold) {
        return bits.get(threshold);
    }

    /** With nothing to open beside. */
    final void run(Masked x, long... thresholds) {
        run(x, List.of(), thresholds);
    }

    /**
     * Compares. Exact while x - threshold does not leave the signed 64 bits.
     *
     * @param x opened, under this comparison's mask
     * @param beside what P0 and P1 open to each other on the way, without a round of its own
     * @param thresholds as many as were dealt for
     */
    abstract void run(Masked x, List<Hidden> beside, long... thresholds);

    /** c - t. */
    static Tensor shifted(Masked x, long threshold) {
        return threshold == 0 ? x.opened() : x.opened().plus(-threshold);
    }
}
