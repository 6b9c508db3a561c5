package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** Formulas over the protocols' pieces, and what they cost. */
final class Formulas {
    private Formulas() {}

    static Tensor product(Invocation call, Tensor x, Tensor y) {
        return Product.truncated(
                call,
                x,
                y,
                new Bilinear.Elementwise(x.shape()),
                call.fixedPoint().fractionBits());
    }

    static Cost productCost(Shape shape) {
        return Costs.open(shape, shape).beside(Costs.dealt(8 * shape.size())).then(Costs.truncation(shape));
    }

    /** Product of bits, or of a bit and a number: no truncation. 40 bytes, 1 round. */
    static Tensor conjunction(Invocation call, Tensor x, Tensor y) {
        Dealing ahead = call.dealing();
        Mask a = call.mask(x.shape());
        Mask b = call.mask(y.shape());
        Product product = Product.deal(call, ahead, a, b, new Bilinear.Elementwise(x.shape()));
        ahead.send();
        Masked mx = call.hide(x, a);
        Masked my = call.hide(y, b);
        call.open(mx, my);
        return product.of(mx, my);
    }

    static Cost conjunctionCost(Shape shape) {
        return Costs.open(shape, shape).beside(Costs.dealt(8 * shape.size()));
    }

    static Tensor disjunction(Invocation call, Tensor x, Tensor y) {
        return x.plus(y).minus(conjunction(call, x, y));
    }

    static Tensor maximum(Invocation call, Tensor x, Tensor y) {
        return y.plus(Relu.of(call, x.minus(y)));
    }

    static Tensor minimum(Invocation call, Tensor x, Tensor y) {
        return x.minus(Relu.of(call, x.minus(y)));
    }

    static Tensor abs(Invocation call, Tensor x) {
        return Relu.of(call, x).times(2).minus(x);
    }

    static Tensor equal(Invocation call, Tensor x, Tensor y) {
        return Equality.isZero(call, x.minus(y));
    }

    static Tensor notEqual(Invocation call, Tensor x, Tensor y) {
        return call.addPublic(equal(call, x, y).negate(), 1);
    }

    /** -1, 0 or 1: two thresholds on one opened value. 351 bytes, 3 rounds. */
    static Tensor sign(Invocation call, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Comparison comparison = Comparison.deal(call, ahead, r);
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        BlindBit positive = comparison.atLeast(c, 1);
        BlindBit nonNegative = comparison.atLeast(c, 0);
        call.toHelper(positive.digits(), nonNegative.digits());
        Dealing answer = call.dealing();
        Dealt e1 = answer.words(positive.e());
        Dealt e2 = answer.words(nonNegative.e());
        answer.send();
        Tensor sum = positive.share(e1.share()).plus(nonNegative.share(e2.share()));
        return call.addPublic(sum, -1).times(1L << call.fixedPoint().fractionBits());
    }

    static Cost signCost(Shape shape) {
        return thresholdsCost(shape, 0, 16);
    }

    private static Cost thresholdsCost(Shape shape, int beside, int answered) {
        return Costs.comparison(shape.size(), 0, RingBackend.BLINDED + beside, answered);
    }

    private static long six(Invocation call) {
        return 6L << call.fixedPoint().fractionBits();
    }

    /** min(max(x, 0), 6). 367 bytes, 3 rounds. */
    static Tensor relu6(Invocation call, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Comparison comparison = Comparison.deal(call, ahead, r);
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        BlindBit low = comparison.atLeast(c, 0);
        BlindBit high = comparison.atLeast(c, six(call));
        call.toHelper(low.digits(), high.digits());
        Dealing answer = call.dealing();
        Dealt e1 = answer.words(low.e());
        Dealt e1r = answer.words(e1.value().times(r.value()));
        Dealt e2 = answer.words(high.e());
        Dealt e2r = answer.words(e2.value().times(r.value()));
        answer.send();
        Tensor above = call.addPublic(x, -six(call));
        Tensor e1x = c.opened().times(e1.share()).minus(e1r.share());
        Tensor e2x = c.opened().plus(-six(call)).times(e2.share()).minus(e2r.share());
        return low.times(x, e1x).minus(high.times(above, e2x));
    }

    static Cost relu6Cost(Shape shape) {
        return thresholdsCost(shape, 0, 32);
    }

    /** g [0 < x < 6]. 383 bytes, 3 rounds. */
    static Tensor relu6Grad(Invocation call, Tensor g, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Comparison comparison = Comparison.deal(call, ahead, r);
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        BlindBit low = comparison.atLeast(c, 1);
        BlindBit high = comparison.atLeast(c, six(call));
        HelperProduct product = new HelperProduct(call, g);
        call.toHelper(low.digits(), high.digits(), product.message());
        Dealing answer = call.dealing();
        Dealt e1 = answer.words(low.e());
        Dealt e1g = product.answer(answer, e1);
        Dealt e2 = answer.words(high.e());
        Dealt e2g = product.answer(answer, e2);
        answer.send();
        return product.of(low, e1, e1g).minus(product.of(high, e2, e2g));
    }

    static Cost relu6GradCost(Shape shape) {
        return thresholdsCost(shape, 8, 32);
    }

    /** log(1 + x) for 1 + x in the logarithm's domain. */
    static Tensor log1p(Invocation call, Tensor x) {
        return Logarithm.of(call, call.addPublic(x, 1L << call.fixedPoint().fractionBits()));
    }

    /** x / sqrt(x), 0 at 0. */
    static Tensor sqrt(Invocation call, Tensor x) {
        return product(call, x, InverseRoot.of(call, x));
    }

    static Cost sqrtCost(Shape shape) {
        return InverseRoot.cost(shape).then(productCost(shape));
    }

    /** g sigmoid(x). */
    static Tensor softplusGrad(Invocation call, Tensor g, Tensor x) {
        return product(call, g, ClampedSeries.of(call, Logistic.SIGMOID, x));
    }

    static Cost softplusGradCost(Shape shape) {
        return Logistic.SIGMOID.cost(shape.size()).then(productCost(shape));
    }

    /** -g y^2 for y = 1/x. */
    static Tensor reciprocalGrad(Invocation call, Tensor y, Tensor g) {
        return product(call, product(call, g, y), y).negate();
    }

    static Cost reciprocalGradCost(Shape shape) {
        return productCost(shape).then(productCost(shape));
    }

    /** g / (2 y) for y = sqrt(x). */
    static Tensor sqrtGrad(Invocation call, Tensor y, Tensor g) {
        return Division.of(call, g, y.times(2));
    }

    /** -g y^3 / 2 for y = 1/sqrt(x). */
    static Tensor rsqrtGrad(Invocation call, Tensor y, Tensor g) {
        Tensor half = product(call, product(call, y, y), y);
        return Product.truncated(
                call,
                half.negate(),
                g,
                new Bilinear.Elementwise(y.shape()),
                call.fixedPoint().fractionBits() + 1);
    }

    static Cost rsqrtGradCost(Shape shape) {
        return reciprocalGradCost(shape).then(productCost(shape));
    }
}
