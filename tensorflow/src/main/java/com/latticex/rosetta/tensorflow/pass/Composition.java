package com.latticex.rosetta.tensorflow.pass;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares a composition with a formula, and finds what may be its operands. */
final class Composition {
    /** Value of a formula at a point. */
    interface Formula {
        double at(double[] operands);
    }

    // Generic points, both branches of every selection, the tie at 0 and the saturated ends.
    private static final double[] X = {0.73, -1.37, 0, 4.1, -6.3, 1e-3, -1e-3, 31, -29};
    private static final double[] Z = {0.31, 1, 0, -0.6, 1.9};
    private static final double[] G = {0.83, -1.7, 0.02};
    private static final double TOLERANCE = 1e-9;

    private Composition() {}

    /**
     * Results inside the composition if it equals the formula, else nothing.
     *
     * @param operands x, z and perhaps g
     */
    static Optional<Set<Port>> equals(OpGraph graph, List<Port> terms, List<Port> operands, Formula formula) {
        Set<Port> interior = Set.of();
        for (int i = 0; i < 2 * X.length; i++) {
            double[] point = {X[i % X.length], Z[i % Z.length], G[i % G.length]};
            Map<Port, Double> at = new HashMap<>();
            for (int k = 0; k < operands.size(); k++) {
                at.put(operands.get(k), point[k]);
            }
            Pointwise composition = new Pointwise(graph, at);
            double sum = 0;
            for (Port term : terms) {
                Double value = composition.at(term);
                if (value == null) {
                    return Optional.empty();
                }
                sum += value;
            }
            double wanted = formula.at(point);
            if (!(Math.abs(sum - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted)))) {
                return Optional.empty();
            }
            interior = composition.interior();
        }
        return Optional.of(interior);
    }

    /** Values whose sign the composition looks at. */
    static Set<Port> signOperands(OpGraph graph, List<Node> cone) {
        Set<Port> found = new LinkedHashSet<>();
        for (Node node : cone) {
            switch (node.type()) {
                case "Relu", "Abs" -> found.add(node.inputs().get(0));
                case "GreaterEqual", "Greater", "LessEqual", "Less", "Maximum", "Minimum" -> {
                    for (int i = 0; i < 2; i++) {
                        Double other =
                                new Pointwise(graph, Map.of()).at(node.inputs().get(1 - i));
                        if (other != null && other == 0) {
                            found.add(node.inputs().get(i));
                        }
                    }
                }
                default -> {}
            }
        }
        return found;
    }

    /** Operands of the composition's products. */
    static Set<Port> factors(List<Node> cone) {
        Set<Port> found = new LinkedHashSet<>();
        cone.stream().filter(n -> n.type().equals("Mul")).forEach(n -> found.addAll(n.inputs()));
        return found;
    }

    static boolean has(List<Node> cone, String... types) {
        Set<String> wanted = new HashSet<>(List.of(types));
        return cone.stream().anyMatch(n -> wanted.contains(n.type()));
    }
}
