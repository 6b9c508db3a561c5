package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** Formulas over the protocols' pieces, and what they cost. */
final class Formulas {
    private final Comparisons how;

    Formulas(Comparisons how) {
        this.how = how;
    }

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

    Tensor maximum(Invocation call, Tensor x, Tensor y) {
        return y.plus(Relu.of(call, how, x.minus(y)));
    }

    Tensor minimum(Invocation call, Tensor x, Tensor y) {
        return x.minus(Relu.of(call, how, x.minus(y)));
    }

    Tensor abs(Invocation call, Tensor x) {
        return Relu.of(call, how, x).times(2).minus(x);
    }

    static Tensor equal(Invocation call, Tensor x, Tensor y) {
        return Equality.isZero(call, x.minus(y));
    }

    static Tensor notEqual(Invocation call, Tensor x, Tensor y) {
        return call.addPublic(equal(call, x, y).negate(), 1);
    }

    Cost reluCost(Shape shape) {
        return Relu.cost(how, shape);
    }

    Tensor relu(Invocation call, Tensor x) {
        return Relu.of(call, how, x);
    }

    Cost reluGradCost(Shape shape) {
        return ReluGrad.cost(how, shape);
    }

    Tensor reluGrad(Invocation call, Tensor g, Tensor x) {
        return ReluGrad.of(call, how, g, x);
    }

    /** -1, 0 or 1: two thresholds on one opened value. 351 bytes, 3 rounds; by planes of bits 90.5 and 6. */
    Tensor sign(Invocation call, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Comparison comparison = how.deal(call, ahead, r, 2);
        BlindBit positive = comparison.bit(0);
        BlindBit nonNegative = comparison.bit(1);
        positive.dealt();
        nonNegative.dealt();
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        comparison.run(c, 1, 0);
        Tensor sum = positive.share().plus(nonNegative.share());
        return call.addPublic(sum, -1).times(1L << call.fixedPoint().fractionBits());
    }

    Cost signCost(Shape shape) {
        return how.cost(new ComparisonCost(shape.size(), 8, 0, 2, 0, 2));
    }

    private static long six(Invocation call) {
        return 6L << call.fixedPoint().fractionBits();
    }

    /** min(max(x, 0), 6). 367 bytes, 3 rounds; by planes of bits 106.5 and 6. */
    Tensor relu6(Invocation call, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Comparison comparison = how.deal(call, ahead, r, 2);
        Selection low = Selection.deal(comparison.bit(0), r);
        Selection high = Selection.deal(comparison.bit(1), r);
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        comparison.run(c, 0, six(call));
        return low.of(x, c).minus(high.of(call.addPublic(x, -six(call)), c, -six(call)));
    }

    Cost relu6Cost(Shape shape) {
        return how.cost(new ComparisonCost(shape.size(), 8, 0, 2, 0, 4));
    }

    /** g [0 < x < 6]. 383 bytes, 3 rounds; by planes of bits 122.5 and 6. */
    Tensor relu6Grad(Invocation call, Tensor g, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Mask s = call.mask(g.shape());
        Comparison comparison = how.deal(call, ahead, r, 2);
        Selection low = Selection.deal(comparison.bit(0), s);
        Selection high = Selection.deal(comparison.bit(1), s);
        ahead.send();
        Masked c = call.hide(x, r);
        Masked hidden = call.hide(g, s);
        call.open(c, hidden);
        comparison.run(c, 1, six(call));
        return low.of(g, hidden).minus(high.of(g, hidden));
    }

    Cost relu6GradCost(Shape shape) {
        return how.cost(new ComparisonCost(shape.size(), 16, 0, 2, 0, 4));
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
    Tensor softplusGrad(Invocation call, Tensor g, Tensor x) {
        return product(call, g, ClampedSeries.of(call, how, Logistic.SIGMOID, x));
    }

    Cost softplusGradCost(Shape shape) {
        return Logistic.SIGMOID.cost(how, shape.size()).then(productCost(shape));
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
