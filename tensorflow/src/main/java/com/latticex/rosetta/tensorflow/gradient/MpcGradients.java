package com.latticex.rosetta.tensorflow.gradient;

import com.latticex.rosetta.tensorflow.kernel.MpcOperations;
import com.latticex.rosetta.tensorflow.nativeapi.NativeRuntime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.JavaGradientAdapter;

/** The gradients of Mpc operations, by the name of the protocol's operation. */
public final class MpcGradients {
    @FunctionalInterface
    interface Rule {
        /** For each operand its gradient, null where none flows. */
        List<@Nullable Operand<?>> of(Differentiation d);
    }

    static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("Share", Elementwise::passed),
            Map.entry("Add", Elementwise::add),
            Map.entry("Sub", Elementwise::sub),
            Map.entry("Neg", Elementwise::neg),
            Map.entry("Mul", Elementwise::mul),
            Map.entry("Square", Elementwise::square),
            Map.entry("Div", Elementwise::div),
            Map.entry("Reciprocal", Elementwise::reciprocal),
            Map.entry("Pow", Elementwise::pow),
            Map.entry("MatMul", Matrices::matMul),
            Map.entry("Sum", Reductions::sum),
            Map.entry("Mean", Reductions::mean),
            Map.entry("Max", Reductions::max),
            Map.entry("Min", Reductions::max),
            Map.entry("Maximum", Elementwise::maximum),
            Map.entry("Minimum", Elementwise::minimum),
            Map.entry("Select", Elementwise::select),
            Map.entry("FromBit", Elementwise::fromBit),
            Map.entry("Sigmoid", Activations::sigmoid),
            Map.entry("Tanh", Activations::tanh),
            Map.entry("Softplus", Activations::softplus),
            Map.entry("SigmoidCrossEntropy", Activations::sigmoidCrossEntropy),
            Map.entry("Relu", Activations::relu),
            Map.entry("Abs", Elementwise::abs),
            Map.entry("Relu6", Activations::relu6),
            Map.entry("Softmax", Activations::softmax),
            Map.entry("LogSoftmax", Activations::logSoftmax),
            Map.entry("Sign", Elementwise::sign),
            Map.entry("Exp", Elementwise::exp),
            Map.entry("Log", Elementwise::log),
            Map.entry("Log1p", Elementwise::log1p),
            Map.entry("Sqrt", Elementwise::sqrt),
            Map.entry("Rsqrt", Elementwise::rsqrt));

    private MpcGradients() {}

    /** Makes TensorFlow's automatic differentiation know them. Repeating it does nothing. */
    public static void register() {
        NativeRuntime.start();
        JavaGradientAdapter.register(RULES.entrySet().stream()
                .collect(Collectors.toMap(
                        e -> MpcOperations.type(e.getKey()),
                        e -> (tf, operation, gradients) ->
                                e.getValue().of(new Differentiation(tf, operation, gradients)))));
    }
}
