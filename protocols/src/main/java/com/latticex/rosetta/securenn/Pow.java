package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * x^y with NumPy's broadcasting.
 *
 * <p>A public exponent that is one whole number: by squaring, for any x while the powers stay below 2^(31 - f); a negative one by way of the reciprocal of x of either sign. 1/2 and -1/2: the square root and
 * its inverse. Any other public or a secret exponent: exp(y log x) for x in [2^-10, 2^20] and y log x at most 10, with a relative error of about 3e-5 |y| + 2e-5. A secret exponent of a public base
 * x > 0: exp(y log x).
 */
final class Pow implements Operation {
    private static final int LARGEST = 64;

    private final Comparisons how;

    Pow(Comparisons how) {
        this.how = how;
    }

    @Override
    public String name() {
        return "Pow";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.broadcast(name(), operands));
    }

    /** The exponent, if it is one public number for all elements. */
    private static @Nullable Double single(@Nullable Plain exponent) {
        if (exponent == null || exponent.values().length == 0) {
            return null;
        }
        double first = exponent.values()[0];
        return Arrays.stream(exponent.values()).allMatch(y -> y == first) ? first : null;
    }

    private static boolean isWhole(@Nullable Double y) {
        return y != null && y == Math.rint(y) && Math.abs(y) <= LARGEST;
    }

    private PublicFactor logarithms(Plain base) {
        double[] logs = base.values().clone();
        for (int i = 0; i < logs.length; i++) {
            if (!(logs[i] > 0)) {
                throw new ConfigurationException(
                        "element " + i + " of the public base of Pow must be positive under a secret exponent");
            }
            logs[i] = StrictMath.log(logs[i]);
        }
        return PublicFactor.of(name(), logs, PublicFactor.PRECISION);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape out = outputs(operands).getFirst();
        Operand base = operands.get(0);
        Operand exponent = operands.get(1);
        Cost exponential = Exponential.saturatedCost(how, out, true);
        if (!base.secret()) {
            boolean local = base.plain() != null && logarithms(base.plain()).scale() == 0;
            return (local ? Cost.FREE : Costs.truncation(out)).then(exponential);
        }
        Shape shape = base.shape();
        if (exponent.secret()) {
            return Logarithm.cost(shape)
                    .then(Costs.open(shape, exponent.shape()).beside(Costs.dealt(8 * out.size())))
                    .then(Costs.truncation(out))
                    .then(exponential);
        }
        Double y = single(exponent.plain());
        if (y != null && isWhole(y)) {
            Cost products = Cost.FREE;
            for (int i = 0; i < multiplications(y); i++) {
                products = products.then(Formulas.productCost(shape));
            }
            return y < 0 ? Signed.reciprocalCost(how, shape).then(products) : products;
        }
        if (y != null && Math.abs(y) == 0.5) {
            return y > 0 ? Formulas.sqrtCost(shape) : InverseRoot.cost(shape);
        }
        return Logarithm.cost(shape).then(Scaling.cost(name(), exponent, out)).then(exponential);
    }

    /** Of binary powering. */
    private static int multiplications(double y) {
        int n = (int) Math.abs(y);
        return n < 2 ? 0 : 31 - Integer.numberOfLeadingZeros(n) + Integer.bitCount(n) - 1;
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape out = outputs(Operand.of(operands)).getFirst();
        return List.of(power(call, operands.get(0), operands.get(1), out)
                .broadcastTo(out)
                .keep());
    }

    private Tensor power(Invocation call, Value base, Value exponent, Shape out) {
        if (base instanceof Plain plain) {
            Tensor y = Operands.secret(exponent).in(call.scope());
            Tensor product = Scaling.elementwise(call, y, logarithms(plain), plain.shape(), out);
            return Exponential.saturated(call, how, product, true);
        }
        Tensor x = Operands.secret(base).in(call.scope());
        if (exponent instanceof Secret secret) {
            Tensor product = Product.truncated(
                    call,
                    Logarithm.of(call, x),
                    secret.in(call.scope()),
                    new Bilinear.Elementwise(out),
                    call.fixedPoint().fractionBits());
            return Exponential.saturated(call, how, product, true);
        }
        Plain plain = Operands.plain(exponent);
        Double y = single(plain);
        if (y != null && isWhole(y)) {
            return whole(call, x, y.intValue());
        }
        if (y != null && Math.abs(y) == 0.5) {
            return y > 0 ? Formulas.sqrt(call, x) : InverseRoot.of(call, x);
        }
        PublicFactor factor = PublicFactor.of(name(), plain);
        Tensor product = Scaling.elementwise(call, Logarithm.of(call, x), factor, plain.shape(), out);
        return Exponential.saturated(call, how, product, true);
    }

    private Tensor whole(Invocation call, Tensor x, int n) {
        if (n == 0) {
            return call.addPublic(x.times(0), 1L << call.fixedPoint().fractionBits());
        }
        Tensor base = n < 0 ? Signed.reciprocal(call, how, x) : x;
        int left = Math.abs(n);
        Tensor result = base;
        for (int bit = Integer.highestOneBit(left) >>> 1; bit > 0; bit >>>= 1) {
            result = Formulas.product(call, result, result);
            if ((left & bit) != 0) {
                result = Formulas.product(call, result, base);
            }
        }
        return result;
    }
}
