package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Hidden;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that is 0 below -8, a series on [-8, 8) and, from 8 on, either 1 or x: the sigmoid and its integral, in three rounds.
 *
 * <p>R1 opens c = x + r. Then F, the series at scale 2^s, is local, and both comparisons work on c; F is opened under a mask of its own beside them. Result: (b1 - b2) (F >> t) + b2 (1 or x), with
 * b1 = [x >= -8], b2 = [x >= 8].
 */
final class ClampedSeries {
    private static final double EDGE = 8;

    /** log2 of the period, which is 32: odd harmonics of it are flat where the sigmoid is. */
    private static final int PERIOD = 5;

    /**
     * @param series the trigonometric part
     * @param constant the constant part
     * @param linear whether x / 2 is added inside, and x is the value above 8; else 1 is
     */
    record Form(TrigonometricSeries series, double constant, boolean linear) {
        /** By digits 511 bytes a word and 3 rounds, 519 with the x branch. */
        Cost cost(Comparisons how, long words) {
            return how.cost(new ComparisonCost(words, 8, 16 + series.bytes(), 2, 8, linear ? 7 : 6));
        }
    }

    private final Invocation call;
    private final Form form;
    private final Masked x;
    private final Tensor share;
    private final Comparison comparison;
    private final Dealt dealt;
    private final Mask mask;
    private final OpenTruncation.Product low;
    private final OpenTruncation.Product high;
    private final @Nullable Selection above;

    private ClampedSeries(Invocation call, Dealing ahead, Comparisons how, Form form, Tensor share) {
        this.call = call;
        this.form = form;
        this.share = share;
        Mask r = call.mask(share.shape());
        this.x = call.hide(share, r);
        this.comparison = how.deal(call, ahead, r, 2);
        this.dealt = form.series.deal(call, ahead, r, period());
        this.mask = call.mask(share.shape());
        int dropped = form.series.resultScale() - call.fixedPoint().fractionBits();
        OpenTruncation truncation = new OpenTruncation(call, ahead, mask, dropped, OpenTruncation.OFFSET);
        this.low = truncation.by(comparison.bit(0));
        this.high = truncation.by(comparison.bit(1));
        this.above = form.linear ? Selection.deal(comparison.bit(1), r) : null;
    }

    /** Names what is dealt ahead. */
    static ClampedSeries deal(Invocation call, Dealing ahead, Comparisons how, Form form, Tensor x) {
        return new ClampedSeries(call, ahead, how, form, x);
    }

    /** All of it, for an operation that does nothing beside. */
    static Tensor of(Invocation call, Comparisons how, Form form, Tensor x) {
        Dealing ahead = call.dealing();
        ClampedSeries function = deal(call, ahead, how, form, x);
        ahead.send();
        call.open(function.x());
        return function.run();
    }

    /** x under its mask, to be opened. */
    Masked x() {
        return x;
    }

    private int period() {
        return call.fixedPoint().fractionBits() + PERIOD;
    }

    private Tensor series() {
        int scale = form.series.resultScale();
        Tensor f = form.series.of(call, x.opened(), period(), dealt);
        if (form.linear) {
            f = f.plus(share.times(1L << (scale - call.fixedPoint().fractionBits() - 1)));
        }
        return call.addPublic(f, Math.round(Math.scalb(form.constant, scale)));
    }

    /**
     * The share of the result, at the session's scale, once x is open.
     *
     * @param beside what else is opened on the way
     */
    Tensor run(Hidden... beside) {
        int fraction = call.fixedPoint().fractionBits();
        long edge = Math.round(Math.scalb(EDGE, fraction));
        Masked hidden = call.hide(series(), mask);
        List<Hidden> all = new ArrayList<>(List.of(beside));
        all.add(hidden);
        comparison.run(x, all, -edge, edge);
        Tensor inside = low.of(hidden).minus(high.of(hidden));
        return inside.plus(above == null ? comparison.bit(1).share().times(1L << fraction) : above.of(share, x));
    }
}
