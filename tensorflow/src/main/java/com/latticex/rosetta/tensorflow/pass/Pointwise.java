package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/**
 * Computes element-wise compositions at single points. Two compositions over the same operands that agree at enough
 * generic points are the same function, in whatever order, with whatever helpers they are written: that is how patterns
 * are recognised.
 *
 * <p>All operands are taken to have one shape, so the sums and reshapes by which gradients undo broadcasting are
 * identities. The protocol's operation checks the shapes again when it runs.
 */
final class Pointwise {
    private static final int LARGEST = 300;

    private final OpGraph graph;
    private final Map<Port, Double> operands;
    private final Map<Port, Double> values = new HashMap<>();
    private final Set<Port> varying = new HashSet<>();
    private final Set<Port> hopeless = new HashSet<>();
    private int steps;

    Pointwise(OpGraph graph, Map<Port, Double> operands) {
        this.graph = graph;
        this.operands = operands;
    }

    /** The value, or null if the composition is not element-wise or has other operands. */
    @Nullable
    Double at(Port port) {
        Double operand = operands.get(port);
        if (operand != null) {
            return operand;
        }
        Double known = values.get(port);
        if (known != null) {
            return known;
        }
        if (++steps > LARGEST || !hopeless.add(port)) {
            return null;
        }
        Node node = graph.node(port);
        Double value = port.index() == 0 ? compute(node) : null;
        if (value != null) {
            hopeless.remove(port);
            values.put(port, value);
            if (node.inputs().stream().anyMatch(p -> operands.containsKey(p) || varying.contains(p))) {
                varying.add(port);
            }
        }
        return value;
    }

    /** Results computed so far that depend on an operand. */
    Set<Port> interior() {
        return varying;
    }

    /** Nodes behind a result as far as element-wise ops reach, nearest first. */
    static List<Node> cone(OpGraph graph, Node root) {
        Map<String, Node> cone = new LinkedHashMap<>();
        Deque<Node> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty() && cone.size() < LARGEST) {
            Node node = open.remove();
            if (isPointwise(node) && cone.putIfAbsent(node.name(), node) == null) {
                node.inputs().forEach(p -> open.add(graph.node(p)));
            }
        }
        return List.copyOf(cone.values());
    }

    private static boolean isPointwise(Node node) {
        return switch (node.type()) {
            case "Add", "AddV2", "AddN", "Sub", "Mul", "Neg", "Div", "RealDiv", "Reciprocal", "Inv", "Square" -> true;
            case "Exp", "Expm1", "Log", "Log1p", "Abs", "Sign", "Maximum", "Minimum", "Relu", "ReluGrad" -> true;
            case "Sigmoid", "SigmoidGrad", "Softplus", "SoftplusGrad", "Tanh", "ReciprocalGrad" -> true;
            case "GreaterEqual", "Greater", "LessEqual", "Less", "Equal", "NotEqual", "LogicalNot" -> true;
            case "LogicalAnd", "LogicalOr", "Select", "SelectV2", "ZerosLike", "OnesLike", "Cast", "Fill" -> true;
            case "Identity", "Snapshot", "StopGradient", "PreventGradient", "CheckNumerics" -> true;
            case "Sum", "Reshape", "BroadcastTo", "Const" -> true;
            default -> false;
        };
    }

    private @Nullable Double compute(Node node) {
        if (!isPointwise(node)) {
            return null;
        }
        return switch (node.type()) {
            case "Const" ->
                Constants.splat(node.attr("value").orElseThrow().getTensor()).orElse(null);
            case "ZerosLike" -> 0.0;
            case "OnesLike" -> 1.0;
            case "Fill" -> at(node.inputs().get(1));
            case "Cast" -> keepsValue(node) ? at(node.inputs().get(0)) : null;
            case "Sum", "Reshape", "BroadcastTo" ->
                undoesBroadcast(node.inputs().get(1)) ? at(node.inputs().get(0)) : null;
            default -> combine(node);
        };
    }

    private @Nullable Double combine(Node node) {
        double[] v = new double[node.inputs().size()];
        for (int i = 0; i < v.length; i++) {
            Double operand = at(node.inputs().get(i));
            if (operand == null) {
                return null;
            }
            v[i] = operand;
        }
        return apply(node.type(), v);
    }

    private static boolean keepsValue(Node cast) {
        DataType from = cast.in().get(0).type();
        return isReal(cast.out().get(0).type()) && (isReal(from) || from == DataType.DT_BOOL);
    }

    private static double apply(String op, double[] v) {
        return switch (op) {
            case "Add", "AddV2", "AddN" -> java.util.Arrays.stream(v).sum();
            case "Sub" -> v[0] - v[1];
            case "Mul" -> v[0] * v[1];
            case "Div", "RealDiv" -> v[0] / v[1];
            case "Neg" -> -v[0];
            case "Reciprocal", "Inv" -> 1 / v[0];
            case "ReciprocalGrad" -> -v[1] * v[0] * v[0];
            case "Square" -> v[0] * v[0];
            case "Exp" -> Math.exp(v[0]);
            case "Expm1" -> Math.expm1(v[0]);
            case "Log" -> Math.log(v[0]);
            case "Log1p" -> Math.log1p(v[0]);
            case "Abs" -> Math.abs(v[0]);
            case "Sign" -> Math.signum(v[0]);
            case "Maximum" -> Math.max(v[0], v[1]);
            case "Minimum" -> Math.min(v[0], v[1]);
            case "Relu" -> Math.max(v[0], 0);
            case "ReluGrad" -> v[1] > 0 ? v[0] : 0;
            case "Sigmoid" -> sigmoid(v[0]);
            case "SigmoidGrad" -> v[1] * v[0] * (1 - v[0]);
            case "Softplus" -> softplus(v[0]);
            case "SoftplusGrad" -> v[0] * sigmoid(v[1]);
            case "Tanh" -> Math.tanh(v[0]);
            case "GreaterEqual" -> bit(v[0] >= v[1]);
            case "Greater" -> bit(v[0] > v[1]);
            case "LessEqual" -> bit(v[0] <= v[1]);
            case "Less" -> bit(v[0] < v[1]);
            case "Equal" -> bit(v[0] == v[1]);
            case "NotEqual" -> bit(v[0] != v[1]);
            case "LogicalNot" -> 1 - v[0];
            case "LogicalAnd" -> v[0] * v[1];
            case "LogicalOr" -> Math.max(v[0], v[1]);
            case "Select", "SelectV2" -> v[0] != 0 ? v[1] : v[2];
            default -> v[0];
        };
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double bit(boolean b) {
        return b ? 1 : 0;
    }

    /** Whether axes or a shape come from the shapes of results inside the composition. */
    private boolean undoesBroadcast(Port port) {
        Node node = graph.node(port);
        return switch (node.type()) {
            case "Identity", "Cast" -> undoesBroadcast(node.inputs().get(0));
            case "BroadcastGradientArgs" ->
                undoesBroadcast(node.inputs().get(0))
                        && undoesBroadcast(node.inputs().get(1));
            case "Shape" -> at(node.inputs().get(0)) != null;
            case "ShapeN" -> at(node.inputs().get(port.index())) != null;
            default -> false;
        };
    }

    private static boolean isReal(DataType type) {
        return switch (type) {
            case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 -> true;
            default -> false;
        };
    }
}
