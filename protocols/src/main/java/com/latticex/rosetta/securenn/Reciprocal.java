package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * 1/x for x in [2^-10, 2^20]: 463 bytes, 7 rounds, error at most 9.8e-5 of the value and a unit 2^-f, which is 2.9e-4 of max(1/x, 2^-4) at f = 16. Outside the domain the result means nothing; nothing leaks. 10
 * to 17 fraction bits.
 *
 * <p>x is normalised to y = x S; the Fourier series gives w = 1/y; w, truncated to 24 bits, times S is 1/x.
 */
final class Reciprocal {
    private static final int KEPT = 24;

    private Reciprocal() {}

    static Cost cost(Shape shape) {
        return Normalisation.cost(shape)
                .then(Window.cost(shape))
                .then(Costs.open(shape, shape).beside(Costs.dealt(32 * shape.size())))
                .then(Costs.truncation(shape));
    }

    static Tensor of(Invocation call, Tensor x) {
        Shape shape = x.shape();
        int fraction = call.fixedPoint().fractionBits();
        Dealing ahead = call.dealing();
        Normalisation normal = Normalisation.deal(call, ahead, x);
        Window.Step window = Window.RECIPROCAL.deal(call, ahead, shape);
        Mask s = call.mask(shape);
        TruncatedProduct product = TruncatedProduct.deal(call, ahead, s, Window.RECIPROCAL.scale() - KEPT);
        Truncation last = Truncation.deal(call, ahead, shape, KEPT + 22 - fraction);
        ahead.send();
        call.open(normal.x());
        normal.locate();
        call.open(normal.a(), normal.b());
        Tensor w = window.of(normal.y());
        Masked hiddenW = product.hide(w);
        Masked hiddenS = call.hide(normal.scale(), s);
        call.open(hiddenW, hiddenS);
        return last.of(product.of(hiddenW, hiddenS));
    }
}
