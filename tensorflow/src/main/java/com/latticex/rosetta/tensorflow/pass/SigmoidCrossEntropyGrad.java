package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What automatic differentiation makes of {@link SigmoidCrossEntropy}: a sum of four terms through selections, an
 * exponential and a reciprocal, equal to g (sigmoid(x) - z).
 */
final class SigmoidCrossEntropyGrad implements Pattern {
    static double formula(double[] v) {
        return v[2] * (Pointwise.sigmoid(v[0]) - v[1]);
    }

    @Override
    public String operation() {
        return "SigmoidCrossEntropyGrad";
    }

    @Override
    public Optional<Match> match(OpGraph graph, Node root) {
        if (!Set.of("Add", "AddV2", "AddN", "Sub").contains(root.type())) {
            return Optional.empty();
        }
        List<Node> cone = Pointwise.cone(graph, root);
        if (!Composition.has(cone, "Exp") || !Composition.has(cone, "Select", "SelectV2", "Abs", "Sign")) {
            return Optional.empty();
        }
        for (Port x : Composition.signOperands(graph, cone)) {
            for (Port z : Composition.factors(cone)) {
                for (Port g : upstream(cone)) {
                    if (!x.equals(z) && !x.equals(g) && !z.equals(g)) {
                        Optional<Match> match = match(graph, root, List.of(x, z, g));
                        if (match.isPresent()) {
                            return match;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Match> match(OpGraph graph, Node root, List<Port> operands) {
        return Composition.equals(graph, List.of(root.output(0)), operands, SigmoidCrossEntropyGrad::formula)
                .map(interior -> new Match(
                        Replacement.of(graph, root.name(), operation(), operands, root.controls(), Map.of()),
                        interior,
                        operands.get(0)));
    }

    /** Where the gradient of the loss may come in. */
    private static List<Port> upstream(List<Node> cone) {
        Set<Port> found = new LinkedHashSet<>();
        for (Node node : cone) {
            switch (node.type()) {
                case "Mul", "Div", "RealDiv", "Neg", "Select", "SelectV2" -> found.addAll(node.inputs());
                case "Sum", "Reshape", "Identity", "BroadcastTo" ->
                    found.add(node.inputs().get(0));
                default -> {}
            }
        }
        return new ArrayList<>(found);
    }
}
