package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * log x for x in [2^-10, 2^20]: 399 bytes, 6 rounds, absolute error at most 2.9e-5 + 2^-f. Below the domain the result is far too large or small, without a leak: clamp x first. 10 to 17 fraction bits.
 *
 * <p>log x = log y + (slot - 9) ln 2, linear in the one-hots of the slot.
 */
final class Logarithm {
    private static final double LN2 = 0.6931471805599453;

    private Logarithm() {}

    static Cost cost(Shape shape) {
        return Normalisation.cost(shape).then(Window.cost(shape)).then(Costs.truncation(shape));
    }

    static Tensor of(Invocation call, Tensor x) {
        int scale = Window.LOG.scale();
        Dealing ahead = call.dealing();
        Normalisation normal = Normalisation.deal(call, ahead, x);
        Window.Step window = Window.LOG.deal(call, ahead, x.shape());
        Truncation last = Truncation.deal(
                call, ahead, x.shape(), scale - call.fixedPoint().fractionBits());
        ahead.send();
        call.open(normal.x());
        normal.locate();
        call.open(normal.a(), normal.b());
        Tensor position = normal.linear(multiples(8, 1, scale), multiples(4, 8, scale));
        Tensor w = window.of(normal.y()).plus(position);
        return last.of(call.addPublic(w, Math.round(Math.scalb(-9 * LN2, scale))));
    }

    private static long[] multiples(int count, int step, int scale) {
        long[] multiples = new long[count];
        for (int v = 0; v < count; v++) {
            multiples[v] = Math.round(Math.scalb(v * step * LN2, scale));
        }
        return multiples;
    }
}
