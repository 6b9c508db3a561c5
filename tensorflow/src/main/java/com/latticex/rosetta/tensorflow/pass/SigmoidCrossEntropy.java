package com.latticex.rosetta.tensorflow.pass;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * TensorFlow's {@code sigmoid_cross_entropy_with_logits}: max(x, 0) - x z + log(1 + exp(-|x|)), by selections or by
 * Relu, Maximum and Abs. One operation in place of two comparisons, an exponential and a logarithm.
 */
final class SigmoidCrossEntropy implements Pattern {
    static double formula(double[] v) {
        return Math.max(v[0], 0) - v[0] * v[1] + Math.log1p(Math.exp(-Math.abs(v[0])));
    }

    @Override
    public String operation() {
        return "SigmoidCrossEntropy";
    }

    @Override
    public Optional<Match> match(OpGraph graph, Node root) {
        if (!Set.of("Add", "AddV2", "Sub").contains(root.type())) {
            return Optional.empty();
        }
        List<Node> cone = Pointwise.cone(graph, root);
        if (!Composition.has(cone, "Log1p", "Softplus") || !Composition.has(cone, "Mul")) {
            return Optional.empty();
        }
        for (Port x : Composition.signOperands(graph, cone)) {
            for (Port z : Composition.factors(cone)) {
                List<Port> operands = List.of(x, z);
                Optional<Set<Port>> interior = z.equals(x)
                        ? Optional.empty()
                        : Composition.equals(graph, List.of(root.output(0)), operands, SigmoidCrossEntropy::formula);
                if (interior.isPresent()) {
                    Set<Port> inside = new HashSet<>(interior.get());
                    return Optional.of(new Match(
                            Replacement.of(graph, root.name(), operation(), operands, root.controls(), Map.of()),
                            inside,
                            x));
                }
            }
        }
        return Optional.empty();
    }
}
