package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Protocol;
import java.util.Set;
import java.util.TreeSet;

/** A protocol that has operations by name only: the passes never run one. */
record NamesOnly(Set<String> operations) implements Protocol {
    static final Set<String> LOGISTIC_REGRESSION = Set.of(
            "Input",
            "Share",
            "Reveal",
            "Add",
            "Sub",
            "Neg",
            "Mul",
            "Square",
            "MatMul",
            "Sum",
            "Mean",
            "Div",
            "Sigmoid",
            "SigmoidGrad",
            "Relu",
            "ReluGrad",
            "Softplus",
            "SigmoidCrossEntropy",
            "SigmoidCrossEntropyGrad",
            "ApplyGradientDescent",
            "Select",
            "GreaterEqual",
            "Greater",
            "Less",
            "LessEqual");

    NamesOnly() {
        this(LOGISTIC_REGRESSION);
    }

    NamesOnly without(String... names) {
        Set<String> rest = new TreeSet<>(operations);
        rest.removeAll(Set.of(names));
        return new NamesOnly(rest);
    }

    @Override
    public String name() {
        return "names-only";
    }

    @Override
    public Operation operation(String name, Attributes attributes) {
        throw new UnsupportedOperationException(name);
    }
}
