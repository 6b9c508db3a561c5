package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.error.ConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Checks a graph's form before TensorFlow sees it: import dies on some malformed graphs (no nodes, functions that call
 * themselves) and accepts others that fail only when run (constants that are not what they claim).
 */
final class GraphCheck {
    private static final int SHOWN = 50;

    private final GraphDef graph;
    private final Map<String, OpDef> functions = new HashMap<>();
    private final Set<String> all = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private GraphCheck(GraphDef graph) {
        this.graph = graph;
        graph.getNodeList().forEach(n -> all.add(n.getName()));
    }

    /** @throws ConfigurationException that names every problem and its node */
    static OpGraph check(GraphDef graph) {
        return new GraphCheck(graph).run();
    }

    private OpGraph run() {
        if (graph.getNodeCount() == 0) {
            throw new ConfigurationException("the graph has no nodes");
        }
        checkFunctions();
        Map<String, Node> nodes = resolve();
        nodes.values().forEach(n -> checkEdges(n, nodes));
        stop();
        List<Node> sorted = OpGraph.sort(nodes);
        if (sorted.size() < nodes.size()) {
            Set<String> cyclic = new LinkedHashMap<>(nodes).keySet();
            sorted.forEach(n -> cyclic.remove(n.name()));
            problems.add("nodes in a cycle, or behind one, that is no while loop: "
                    + String.join(", ", cyclic.stream().limit(10).toList()));
        }
        stop();
        return new OpGraph(sorted, graph.getVersions(), graph.getLibrary());
    }

    private void stop() {
        if (!problems.isEmpty()) {
            String more = problems.size() > SHOWN ? "\n  and " + (problems.size() - SHOWN) + " more" : "";
            throw new ConfigurationException("the graph is malformed:\n  "
                    + String.join("\n  ", problems.subList(0, Math.min(SHOWN, problems.size()))) + more);
        }
    }

    private Map<String, Node> resolve() {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (NodeDef def : graph.getNodeList()) {
            OpDef op = definition(def.getOp());
            if (op == null) {
                problem(def, "unknown op: this TensorFlow has no such op, and custom ops cannot be run on shares");
                continue;
            }
            try {
                if (nodes.put(def.getName(), new Node(def, op)) != null) {
                    problem(def, "its name is not unique");
                }
            } catch (IllegalArgumentException e) {
                problem(def, String.valueOf(e.getMessage()));
            }
            if (def.getOp().equals("Const")) {
                Constants.defect(def.getAttrOrDefault("value", org.tensorflow.proto.AttrValue.getDefaultInstance())
                                .getTensor())
                        .ifPresent(defect -> problem(def, defect));
            }
        }
        return nodes;
    }

    private void checkEdges(Node node, Map<String, Node> nodes) {
        for (String control : node.controls()) {
            if (!all.contains(control)) {
                problem(node.def(), "waits for " + control + ", which does not exist");
            }
        }
        for (int i = 0; i < node.inputs().size(); i++) {
            Port port = node.inputs().get(i);
            Node source = nodes.get(port.node());
            if (source == null) {
                if (!all.contains(port.node())) {
                    problem(node.def(), "takes " + port + ", which does not exist");
                }
                continue;
            }
            if (port.index() >= source.out().size()) {
                problem(
                        node.def(),
                        "takes " + port + ", but " + source.name() + " has "
                                + source.out().size() + " outputs");
                continue;
            }
            Slot wanted = node.in().get(i);
            Slot given = source.out().get(port.index());
            if (wanted.type() != given.type()) {
                problem(
                        node.def(),
                        "takes " + name(wanted.type()) + " as input " + i + ", but " + port + " is "
                                + name(given.type()));
            } else if (wanted.isReference() && !given.isReference()) {
                problem(node.def(), "writes to its input " + i + ", but " + port + " is no variable");
            }
        }
    }

    private @Nullable OpDef definition(String op) {
        OpDef function = functions.get(op);
        return function != null ? function : OpSet.find(op);
    }

    /** A function that calls itself, through any number of others, crashes TensorFlow's import. */
    private void checkFunctions() {
        Map<String, Set<String>> calls = new HashMap<>();
        for (FunctionDef function : graph.getLibrary().getFunctionList()) {
            functions.put(function.getSignature().getName(), function.getSignature());
            Set<String> called = new HashSet<>();
            for (NodeDef node : function.getNodeDefList()) {
                called.add(node.getOp());
                node.getAttrMap().values().forEach(a -> {
                    called.add(a.getFunc().getName());
                    a.getList().getFuncList().forEach(f -> called.add(f.getName()));
                });
            }
            calls.put(function.getSignature().getName(), called);
        }
        calls.values().forEach(called -> called.retainAll(functions.keySet()));
        boolean removed = true;
        while (removed) {
            removed = calls.entrySet().removeIf(e -> e.getValue().stream().noneMatch(calls::containsKey));
        }
        calls.keySet().stream()
                .sorted()
                .forEach(f -> problems.add("function " + f + " calls itself, directly or through others"));
    }

    private void problem(NodeDef node, String what) {
        problems.add(node.getName() + " (" + node.getOp() + "): " + what);
    }

    private static String name(DataType type) {
        return type.name().replace("DT_", "").toLowerCase(java.util.Locale.ROOT);
    }
}
