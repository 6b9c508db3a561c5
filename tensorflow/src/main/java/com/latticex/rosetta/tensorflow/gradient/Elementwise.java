package com.latticex.rosetta.tensorflow.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TNumber;

/** Gradients of operations on single elements; those of two operands sum over broadcast axes. */
final class Elementwise {
    private Elementwise() {}

    private static List<@Nullable Operand<?>> broadcast(
            Differentiation d, Supplier<Operand<TNumber>> toX, Supplier<Operand<TNumber>> toY) {
        return d.toOperands(List.of(() -> d.unbroadcast(toX.get(), 0), () -> d.unbroadcast(toY.get(), 1)));
    }

    static List<@Nullable Operand<?>> add(Differentiation d) {
        return broadcast(d, d::g, d::g);
    }

    static List<@Nullable Operand<?>> sub(Differentiation d) {
        return broadcast(d, d::g, () -> d.negative(d.g()));
    }

    static List<@Nullable Operand<?>> mul(Differentiation d) {
        return broadcast(d, () -> d.times(d.g(), d.y()), () -> d.times(d.g(), d.x()));
    }

    /** z = x / y: g / y and -g z / y. */
    static List<@Nullable Operand<?>> div(Differentiation d) {
        return broadcast(d, () -> d.over(d.g(), d.y()), () -> d.negative(d.times(d.over(d.g(), d.y()), d.result())));
    }

    /** z = x^y: g y x^(y-1) and g z log x. */
    static List<@Nullable Operand<?>> pow(Differentiation d) {
        return broadcast(
                d,
                () -> d.times(d.times(d.g(), d.y()), d.tf().math.pow(d.x(), d.minus(d.y(), d.constant(1)))),
                () -> d.times(d.times(d.g(), d.result()), d.tf().math.log(d.x())));
    }

    /** The gradient goes to the larger operand, at ties to the first, as TensorFlow does. */
    static List<@Nullable Operand<?>> maximum(Differentiation d) {
        return chosen(d, d.tf().math.greaterEqual(d.x(), d.y()));
    }

    static List<@Nullable Operand<?>> minimum(Differentiation d) {
        return chosen(d, d.tf().math.lessEqual(d.x(), d.y()));
    }

    private static List<@Nullable Operand<?>> chosen(Differentiation d, Operand<TBool> first) {
        Operand<TNumber> toFirst =
                d.times(d.g(), d.tf().dtypes.cast(first, d.result().type()));
        return broadcast(d, () -> toFirst, () -> d.minus(d.g(), toFirst));
    }

    /** From a bit, to the first of two values where it is set, else to the second. */
    static List<@Nullable Operand<?>> select(Differentiation d) {
        Operand<TNumber> zero = d.constant(0);
        return Arrays.asList(
                null,
                d.wantsGradient(1) ? d.unbroadcast(d.tf().select(d.condition(), d.g(), zero), 1) : null,
                d.wantsGradient(2) ? d.unbroadcast(d.tf().select(d.condition(), zero, d.g()), 2) : null);
    }

    /** Bits as numbers: nothing flows to a bit. */
    static List<@Nullable Operand<?>> fromBit(Differentiation d) {
        return Arrays.asList((@Nullable Operand<?>) null);
    }

    static List<@Nullable Operand<?>> neg(Differentiation d) {
        return List.of(d.negative(d.g()));
    }

    static List<@Nullable Operand<?>> square(Differentiation d) {
        return List.of(d.times(d.g(), d.plus(d.x(), d.x())));
    }

    static List<@Nullable Operand<?>> abs(Differentiation d) {
        return List.of(d.times(d.g(), d.tf().math.sign(d.x())));
    }

    /** Constant but for its steps. */
    static List<@Nullable Operand<?>> sign(Differentiation d) {
        return List.of(d.tf().zerosLike(d.g()));
    }

    static List<@Nullable Operand<?>> exp(Differentiation d) {
        return List.of(d.times(d.g(), d.result()));
    }

    static List<@Nullable Operand<?>> log(Differentiation d) {
        return List.of(d.over(d.g(), d.x()));
    }

    static List<@Nullable Operand<?>> log1p(Differentiation d) {
        return List.of(d.over(d.g(), d.plus(d.x(), d.constant(1))));
    }

    /** z = 1 / x: -g z^2. */
    static List<@Nullable Operand<?>> reciprocal(Differentiation d) {
        return List.of(d.negative(d.times(d.g(), d.times(d.result(), d.result()))));
    }

    /** z = sqrt(x): g / (2 z). */
    static List<@Nullable Operand<?>> sqrt(Differentiation d) {
        return List.of(d.over(d.g(), d.plus(d.result(), d.result())));
    }

    /** z = 1 / sqrt(x): -g z^3 / 2. */
    static List<@Nullable Operand<?>> rsqrt(Differentiation d) {
        Operand<TNumber> cube = d.times(d.result(), d.times(d.result(), d.result()));
        return List.of(d.times(d.times(d.g(), cube), d.constant(-0.5)));
    }

    /** One share more or less: the gradient itself. */
    static List<@Nullable Operand<?>> passed(Differentiation d) {
        return List.of(d.g());
    }
}
