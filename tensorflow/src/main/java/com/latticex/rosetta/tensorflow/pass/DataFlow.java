package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Marks every edge of a graph private or public, from the private placeholders on. A variable is private as soon as
 * anything private is written to it, so the marking is repeated until nothing changes.
 */
final class DataFlow {
    private static final Set<String> ALIASES =
            Set.of("Identity", "RefIdentity", "Enter", "RefEnter", "Switch", "RefSwitch", "Exit", "RefExit");
    private static final Set<String> RESTORED_THROUGH = Set.of("Identity", "Reshape", "Cast", "IdentityN");

    private final OpGraph graph;
    private final Lowerings lowerings;
    private final Map<Port, String> secret = new HashMap<>();
    private final Map<String, List<Port>> variables = new HashMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private boolean changed;

    /** Private from the start: some placeholders and, where training is still to come, all that it may change. */
    record Sources(Set<String> placeholders, boolean variables) {}

    DataFlow(OpGraph graph, Sources sources, Lowerings lowerings) {
        this.graph = graph;
        this.lowerings = lowerings;
        for (Node node : graph.nodes()) {
            if (isVariable(node)) {
                variables
                        .computeIfAbsent(identity(node), k -> new ArrayList<>())
                        .add(node.output(0));
            }
            if (sources.placeholders().contains(node.name())
                    || (sources.variables() && isVariable(node) && isTrainable(node))) {
                mark(node.output(0), "");
            }
        }
        do {
            changed = false;
            refusals.clear();
            graph.nodes().forEach(this::visit);
        } while (changed);
    }

    boolean isSecret(Port port) {
        return secret.containsKey(port);
    }

    Set<Port> secrets() {
        return secret.keySet();
    }

    BitSet secretInputs(Node node) {
        BitSet inputs = new BitSet();
        for (int i = 0; i < node.inputs().size(); i++) {
            inputs.set(i, isSecret(node.inputs().get(i)));
        }
        return inputs;
    }

    /** Whether the node takes, gives or keeps private data. */
    boolean touches(Node node) {
        return !secretInputs(node).isEmpty()
                || java.util.stream.IntStream.range(0, node.out().size()).anyMatch(i -> isSecret(node.output(i)));
    }

    /** Nodes without a private form, with reason and the way private data takes to them. */
    Map<String, String> refusals() {
        return refusals;
    }

    static boolean isVariable(Node node) {
        return switch (node.type()) {
            case "VariableV2", "Variable", "VarHandleOp", "TemporaryVariable" -> true;
            default -> false;
        };
    }

    private static boolean isTrainable(Node variable) {
        return switch (variable.attr("dtype").map(AttrValue::getType).orElse(DataType.DT_INVALID)) {
            case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 -> true;
            default -> false;
        };
    }

    private void visit(Node node) {
        BitSet inputs = secretInputs(node);
        if (inputs.isEmpty() && !MpcNode.isMpc(node.type()) && !(isVariable(node) && isSecret(node.output(0)))) {
            return;
        }
        switch (flow(node, inputs)) {
            case Flow.Through through -> {
                String cause = cause(node, inputs);
                through.outputs().stream().forEach(i -> mark(node.output(i), cause));
                through.written().stream()
                        .forEach(i -> markVariable(node.inputs().get(i), node.name()));
            }
            case Flow.Refused refused -> {
                refusals.put(node.name(), refused.reason() + path(node, inputs));
                String cause = cause(node, inputs);
                for (int i = 0; i < node.out().size(); i++) {
                    mark(node.output(i), cause);
                }
            }
        }
        if (Lowerings.ASSIGNMENTS.contains(node.type())
                && isSecret(node.inputs().get(0))) {
            markRestored(node.inputs().get(1));
        }
    }

    private Flow flow(Node node, BitSet inputs) {
        for (int i = inputs.nextSetBit(0); i >= 0; i = inputs.nextSetBit(i + 1)) {
            if (!carries(node.in().get(i).type())) {
                return Flow.refused(
                        "a private value of type " + node.in().get(i).type() + " cannot be shared");
            }
        }
        Lowering lowering = lowerings.find(node.type());
        return lowering == null ? Flow.refused(lowerings.absence(node)) : lowering.flow(node, inputs);
    }

    private static boolean carries(DataType type) {
        return switch (type) {
            case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16, DT_BOOL, DT_RESOURCE -> true;
            case DT_INT8, DT_INT16, DT_INT32, DT_INT64, DT_UINT8, DT_UINT16, DT_UINT32, DT_UINT64 -> true;
            default -> false;
        };
    }

    private void mark(Port port, String cause) {
        if (secret.putIfAbsent(port, cause) == null) {
            changed = true;
        }
    }

    private void markVariable(Port port, String cause) {
        mark(port, cause);
        Node source = root(port);
        mark(source.output(0), cause);
        if (isVariable(source)) {
            variables.getOrDefault(identity(source), List.of()).forEach(p -> mark(p, cause));
        }
    }

    /** What is restored into a private variable is private, too. */
    private void markRestored(Port value) {
        Node source = graph.node(value);
        Port port = value;
        while (RESTORED_THROUGH.contains(source.type())) {
            port = source.inputs().get(source.type().equals("IdentityN") ? port.index() : 0);
            source = graph.node(port);
        }
        if (source.type().equals("RestoreV2")) {
            mark(port, "");
        }
    }

    /** The variable a reference or a handle comes from. */
    Node root(Port port) {
        Node node = graph.node(port);
        while (ALIASES.contains(node.type())) {
            node = graph.node(node.inputs().get(0));
        }
        return node;
    }

    /** Two nodes with one shared name are one variable. */
    private static String identity(Node node) {
        String shared = node.text("shared_name");
        return node.text("container") + "/" + (shared.isEmpty() ? node.name() : shared);
    }

    private static String cause(Node node, BitSet inputs) {
        return inputs.isEmpty() ? "" : node.inputs().get(inputs.nextSetBit(0)).node();
    }

    private String path(Node node, BitSet inputs) {
        List<String> path = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(node.name()));
        @Nullable String at = cause(node, inputs);
        while (at != null && !at.isEmpty() && seen.add(at)) {
            path.addFirst(at);
            at = cause(at);
        }
        List<String> shown = path.size() <= 8 ? path : new ArrayList<>(new LinkedHashSet<>(path.subList(0, 3)));
        if (path.size() > 8) {
            shown.add("...");
            shown.addAll(path.subList(path.size() - 4, path.size()));
        }
        return path.isEmpty() ? "" : "; private through " + String.join(" -> ", shown);
    }

    private @Nullable String cause(String node) {
        Node at = graph.node(node);
        for (int i = 0; i < at.out().size(); i++) {
            String cause = secret.get(at.output(i));
            if (cause != null) {
                return cause;
            }
        }
        return null;
    }
}
