package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * a / b for b in [2^-10, 2^20], |a| < 2^20, |a / b| < 2^16: 527 bytes, 8 rounds, error at most 4.9e-4 of max(|a / b|, 2^-4) at f = 16. Outside the domain the result means nothing; nothing leaks. 10 to 17
 * fraction bits.
 *
 * <p>As {@link Reciprocal}, but w, truncated to 22 bits, first meets a; the product keeps 8 guard bits when it meets S.
 */
final class Division {
    private static final int KEPT = 22;
    private static final int GUARD = 14;

    private Division() {}

    static Cost cost(Shape shape) {
        Cost product = Costs.open(shape, shape).beside(Costs.dealt(32 * shape.size()));
        return Normalisation.cost(shape)
                .then(Window.cost(shape))
                .then(product)
                .then(product)
                .then(Costs.truncation(shape));
    }

    static Tensor of(Invocation call, Tensor a, Tensor b) {
        Shape shape = b.shape();
        Dealing ahead = call.dealing();
        Normalisation normal = Normalisation.deal(call, ahead, b);
        Window.Step window = Window.RECIPROCAL.deal(call, ahead, shape);
        Mask n = call.mask(shape);
        Mask s = call.mask(shape);
        TruncatedProduct byNumerator = TruncatedProduct.deal(call, ahead, n, Window.RECIPROCAL.scale() - KEPT);
        TruncatedProduct byScale = TruncatedProduct.deal(call, ahead, s, GUARD);
        Truncation last = Truncation.deal(call, ahead, shape, KEPT + 22 - GUARD);
        ahead.send();
        call.open(normal.x());
        normal.locate();
        call.open(normal.a(), normal.b());
        Masked hiddenW = byNumerator.hide(window.of(normal.y()));
        Masked hiddenA = call.hide(a, n);
        call.open(hiddenW, hiddenA);
        Masked hiddenV = byScale.hide(byNumerator.of(hiddenW, hiddenA));
        Masked hiddenS = call.hide(normal.scale(), s);
        call.open(hiddenV, hiddenS);
        return last.of(byScale.of(hiddenV, hiddenS));
    }
}
