package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * 1/sqrt(x) for x in [2^-10, 2^20]: 503 bytes, 7 rounds, error at most 2.5e-4 of max(1/sqrt(x), 2^-4) at f = 16. 10 to 17 fraction bits.
 *
 * <p>As {@link Reciprocal}, with sqrt(S) = 2^((31 - slot) / 2) as a product of its own of two linear functions of the one-hots: no parity is needed.
 */
final class InverseRoot {
    private static final int KEPT = 24;
    private static final int ROOT_SCALE = 20;

    private InverseRoot() {}

    static Cost cost(Shape shape) {
        return Normalisation.cost(shape)
                .then(roots(shape))
                .then(Window.cost(shape))
                .then(Costs.open(shape, shape).beside(Costs.dealt(32 * shape.size())))
                .then(Costs.truncation(shape));
    }

    /** The product of the two roots, in the same round as that of S: bytes, but no round. */
    private static Cost roots(Shape shape) {
        return new Cost(
                0,
                Costs.open(shape, shape).beside(Costs.dealt(8 * shape.size())).bytes());
    }

    static Tensor of(Invocation call, Tensor x) {
        Shape shape = x.shape();
        int fraction = call.fixedPoint().fractionBits();
        Dealing ahead = call.dealing();
        Normalisation normal = Normalisation.deal(call, ahead, x);
        Window.Step window = Window.RSQRT.deal(call, ahead, shape);
        Mask a = call.mask(shape);
        Mask b = call.mask(shape);
        Product roots = Product.deal(call, ahead, a, b, new Bilinear.Elementwise(shape));
        Mask s = call.mask(shape);
        TruncatedProduct product = TruncatedProduct.deal(call, ahead, s, Window.RSQRT.scale() - KEPT);
        Truncation last = Truncation.deal(call, ahead, shape, KEPT + ROOT_SCALE + 11 - fraction);
        ahead.send();
        call.open(normal.x());
        normal.locate();
        Masked coarse = call.hide(normal.linear(new long[8], new long[] {1 << 12, 1 << 8, 1 << 4, 1}), a);
        Masked fine = call.hide(normal.linear(halfPowers(), new long[4]), b);
        call.open(normal.a(), normal.b(), coarse, fine);
        Tensor root = roots.of(coarse, fine);
        Masked hiddenW = product.hide(window.of(normal.y()));
        Masked hiddenS = call.hide(root, s);
        call.open(hiddenW, hiddenS);
        return last.of(product.of(hiddenW, hiddenS));
    }

    /** 2^((7 - v) / 2). */
    private static long[] halfPowers() {
        long[] powers = new long[8];
        for (int v = 0; v < 8; v++) {
            powers[v] = Math.round(Math.scalb(StrictMath.sqrt(1 << (7 - v)), ROOT_SCALE));
        }
        return powers;
    }
}
