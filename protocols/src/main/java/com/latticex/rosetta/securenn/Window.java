package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.util.List;

/**
 * A function of a normalised y on (1/4, 1), as c0 + c1 y and four terms of a Fourier series of period 2: 80 bytes, 1 round; result at scale {@link #scale}. Coefficients are near-minimax
 * (Lawson's reweighted least squares).
 */
final class Window {
    /** 1/y, relative error 9.8e-5. */
    static final Window RECIPROCAL = new Window(
            29,
            48.670869750786,
            -65.023727658653,
            List.of(-24.500041435392, -7.799515147212, -0.533782780449, 0.118451385017),
            List.of(-20.495520461799, 2.023973585744, 1.581621854005, 0.143233229686));

    /** The natural logarithm, absolute error 2.9e-5 with what follows. */
    static final Window LOG = new Window(
            27,
            -6.380257441035,
            8.008637156972,
            List.of(2.325489432519, 0.758629701024, 0.050187033804, -0.011318756727),
            List.of(2.306584748676, -0.156026767837, -0.146169541818, -0.012436295859));

    /** 1/sqrt(y). */
    static final Window RSQRT = new Window(
            29,
            9.9561875032,
            -11.889105449142,
            List.of(-4.149147355908, -1.323740251206, -0.087259600206, 0.020230834447),
            List.of(-3.67772577442, 0.322551721651, 0.263694768874, 0.022987418976));

    /** Fraction bits to which c0 is rounded. */
    private static final int CONSTANT = 40;

    private final TrigonometricSeries series;
    private final double constant;
    private final double slope;

    private Window(int scale, double constant, double slope, List<Double> cosines, List<Double> sines) {
        this.series = new TrigonometricSeries(cosines, sines, 1, scale);
        this.constant = constant;
        this.slope = slope;
    }

    /** Fraction bits of the result. */
    int scale() {
        return series.resultScale();
    }

    static Cost cost(Shape shape) {
        return Costs.openDealt(shape.size(), 64);
    }

    /** What is dealt ahead for one evaluation. */
    Step deal(Invocation call, Dealing ahead, Shape shape) {
        Mask mask = call.mask(shape);
        return new Step(call, mask, series.deal(call, ahead, mask, Normalisation.periodBits(call)));
    }

    /** One evaluation. */
    final class Step {
        private final Invocation call;
        private final Mask mask;
        private final Dealt dealt;

        private Step(Invocation call, Mask mask, Dealt dealt) {
            this.call = call;
            this.mask = mask;
            this.dealt = dealt;
        }

        /** Opens y under its mask and evaluates; 1 round. */
        Tensor of(Tensor y) {
            Masked hidden = call.hide(y, mask);
            call.open(hidden);
            int period = Normalisation.periodBits(call);
            Tensor sum = series.of(call, hidden.opened(), period, dealt)
                    .plus(y.times(Math.round(Math.scalb(slope, scale() - period + 1))));
            // In two steps, as c0 alone may exceed 64 bits; only the whole sum is below 2^62.
            return call.addPublic(sum, Math.round(Math.scalb(constant, CONSTANT)) << (scale() - CONSTANT));
        }
    }
}
