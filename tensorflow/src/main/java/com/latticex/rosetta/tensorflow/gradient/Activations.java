package com.latticex.rosetta.tensorflow.gradient;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.SigmoidGrad;
import org.tensorflow.op.math.TanhGrad;
import org.tensorflow.op.nn.Relu6Grad;
import org.tensorflow.op.nn.ReluGrad;
import org.tensorflow.types.family.TNumber;

/** Gradients of activations and losses. */
final class Activations {
    private Activations() {}

    /** s = sigmoid(x): g s (1 - s). */
    static List<@Nullable Operand<?>> sigmoid(Differentiation d) {
        return List.of(SigmoidGrad.create(d.tf().scope(), d.result(), d.g()));
    }

    /** t = tanh(x): g (1 - t^2). */
    static List<@Nullable Operand<?>> tanh(Differentiation d) {
        return List.of(TanhGrad.create(d.tf().scope(), d.result(), d.g()));
    }

    /** log(1 + e^x): g sigmoid(x). */
    static List<@Nullable Operand<?>> softplus(Differentiation d) {
        return List.of(d.times(d.g(), d.tf().math.sigmoid(d.x())));
    }

    /** max(x, 0) - x z + log(1 + e^-|x|) for logits x and labels z: g (sigmoid(x) - z) and -g x. */
    static List<@Nullable Operand<?>> sigmoidCrossEntropy(Differentiation d) {
        return d.toOperands(List.of(
                () -> d.times(d.g(), d.minus(d.tf().math.sigmoid(d.x()), d.y())),
                () -> d.negative(d.times(d.g(), d.x()))));
    }

    static List<@Nullable Operand<?>> relu(Differentiation d) {
        return List.of(ReluGrad.create(d.tf().scope(), d.g(), d.result()));
    }

    static List<@Nullable Operand<?>> relu6(Differentiation d) {
        return List.of(Relu6Grad.create(d.tf().scope(), d.g(), d.result()));
    }

    /** s = softmax(x) of the last axis: s (g - sum(g s)). */
    static List<@Nullable Operand<?>> softmax(Differentiation d) {
        Operand<TNumber> mean = rowSum(d, d.times(d.g(), d.result()));
        return List.of(d.times(d.result(), d.minus(d.g(), mean)));
    }

    /** s = log(softmax(x)) of the last axis: g - e^s sum(g). */
    static List<@Nullable Operand<?>> logSoftmax(Differentiation d) {
        Operand<TNumber> softmax = d.tf().math.exp(d.result());
        return List.of(d.minus(d.g(), d.times(softmax, rowSum(d, d.g()))));
    }

    private static Operand<TNumber> rowSum(Differentiation d, Operand<TNumber> value) {
        return d.tf().sum(value, d.tf().constant(-1), Sum.keepDims(true));
    }
}
