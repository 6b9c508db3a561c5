package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * e^x. Range known, x in [-16, 10]: 112 bytes, 2 rounds. Saturated below -16 to 0: 327 bytes, 3 rounds; also above 10 to e^10: 479 bytes, 3 rounds. Error at most 1.6e-5 of max(e^x, 1)
 * and a unit 2^-f. 10 to 20 fraction bits.
 *
 * <p>c = x + r is opened; x = 4 h + d with h = (c_h - r_h) mod 8 of the three bits from 4 on, d = c_l - r_l in (-4, 4) of the bits below, a difference of real numbers, so that no borrow
 * is resolved. For v = 0..7 P2 deals t_v = [r_h = v] e^(-r_l); e^x = sum of e^(4 h_v + c_l) t_v, h_v = (c_h - v) mod 8 in -4..3, has public coefficients. They are integers from StrictMath on
 * the host, so that P0 and P1 have the same.
 */
final class Exponential {
    private static final int ENTRIES = 8;
    private static final int DEALT_SCALE = 28;
    private static final int PUBLIC_SCALE = 19;
    private static final int LOWEST = -16;
    private static final int HIGHEST = 10;

    private final Invocation call;
    private final Mask mask;
    private final Masked x;
    private final Dealt table;

    private Exponential(Invocation call, Dealing ahead, Tensor share) {
        int fraction = call.fixedPoint().fractionBits();
        if (fraction < 10 || fraction > 20) {
            throw new ConfigurationException(call + " needs 10 to 20 fraction bits, not " + fraction);
        }
        this.call = call;
        this.mask = call.mask(share.shape());
        this.x = call.hide(share, mask);
        this.table = ahead.words(
                call.onHost(mask.value(), Shape.of(ENTRIES, share.shape().size()), this::dealt));
    }

    /** t_v for all v. */
    private long[] dealt(long[] r) {
        int fraction = call.fixedPoint().fractionBits();
        long[] out = new long[ENTRIES * r.length];
        for (int e = 0; e < r.length; e++) {
            int high = (int) (r[e] >>> (fraction + 2)) & (ENTRIES - 1);
            out[high * r.length + e] = Math.round(Math.scalb(StrictMath.exp(-low(r[e], fraction)), DEALT_SCALE));
        }
        return out;
    }

    private long[] coefficients(long[] c) {
        int fraction = call.fixedPoint().fractionBits();
        double[] powers = new double[ENTRIES];
        for (int h = 0; h < ENTRIES; h++) {
            powers[h] = Math.scalb(StrictMath.exp(4.0 * (h - 4)), PUBLIC_SCALE);
        }
        long[] out = new long[ENTRIES * c.length];
        for (int e = 0; e < c.length; e++) {
            int high = (int) (c[e] >>> (fraction + 2)) & (ENTRIES - 1);
            double fine = StrictMath.exp(low(c[e], fraction));
            for (int v = 0; v < ENTRIES; v++) {
                int h = high - v + 4 & (ENTRIES - 1);
                out[v * c.length + e] = Math.round(fine * powers[h]);
            }
        }
        return out;
    }

    /** The bits below 4, as a real number. */
    private static double low(long word, int fraction) {
        return Math.scalb((double) (word & (1L << (fraction + 2)) - 1), -fraction);
    }

    /** The share of e^x at 47 fraction bits, once x is open. */
    private Tensor core() {
        Shape shape = Shape.of(ENTRIES, x.shape().size());
        return call.onHost(x.opened(), shape, this::coefficients)
                .times(table.share())
                .sum(0)
                .reshape(x.shape());
    }

    private int dropped() {
        return DEALT_SCALE + PUBLIC_SCALE - call.fixedPoint().fractionBits();
    }

    static Cost knownCost(Shape shape) {
        return Costs.openDealt(shape.size(), 8 * ENTRIES).then(Costs.truncation(shape));
    }

    static Tensor known(Invocation call, Tensor x) {
        Dealing ahead = call.dealing();
        Exponential exp = new Exponential(call, ahead, x);
        Truncation truncation = Truncation.deal(call, ahead, x.shape(), exp.dropped());
        ahead.send();
        call.open(exp.x);
        return truncation.of(exp.core());
    }

    static Cost saturatedCost(Comparisons how, Shape shape, boolean above) {
        int thresholds = above ? 2 : 1;
        return how.cost(new ComparisonCost(shape.size(), 8, 8 * ENTRIES + 16, thresholds, 8, 3L * thresholds));
    }

    /**
     * 0 below -16.
     *
     * @param above whether x may exceed 10, where the result stays at e^10
     */
    static Tensor saturated(Invocation call, Comparisons how, Tensor share, boolean above) {
        Dealing ahead = call.dealing();
        Exponential exp = new Exponential(call, ahead, share);
        Comparison comparison = how.deal(call, ahead, exp.mask, above ? 2 : 1);
        Mask r = call.mask(share.shape());
        OpenTruncation truncation = new OpenTruncation(call, ahead, r, exp.dropped(), OpenTruncation.OFFSET);
        OpenTruncation.Product low = truncation.by(comparison.bit(0));
        OpenTruncation.@Nullable Product high = above ? truncation.by(comparison.bit(1)) : null;
        ahead.send();
        call.open(exp.x);
        int fraction = call.fixedPoint().fractionBits();
        long lowest = (long) LOWEST << fraction;
        long highest = (long) HIGHEST << fraction;
        Masked hidden = call.hide(exp.core(), r);
        comparison.run(exp.x, List.of(hidden), above ? new long[] {lowest, highest} : new long[] {lowest});
        Tensor inside = low.of(hidden);
        if (high == null) {
            return inside;
        }
        long top = Math.round(Math.scalb(StrictMath.exp(HIGHEST), fraction));
        return inside.minus(high.of(hidden)).plus(comparison.bit(1).share().times(top));
    }
}
