package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What a set of fetches and targets needs. A control edge from a private node without effects, whose result nobody asks for,
 * only passes on the order of the effects behind it: the edge is replaced by edges from those. (Python's gradients tie all
 * gradients of an op together by such edges, so a training step would otherwise compute the gradient of its input data, and
 * on shares that is dear.)
 */
final class Liveness {
    private final OpGraph graph;
    private final DataFlow flow;
    private final boolean everything;
    private final boolean controlFlow;
    private final Map<String, Set<String>> effects = new HashMap<>();
    private final Set<String> live = new HashSet<>();

    private Liveness(OpGraph graph, DataFlow flow, boolean everything) {
        this.graph = graph;
        this.flow = flow;
        this.everything = everything;
        // Inside conditionals and loops control edges also say whether a node runs at all: leave them alone there.
        this.controlFlow = graph.nodes().stream()
                .map(Node::type)
                .anyMatch(t -> t.endsWith("Switch") || t.endsWith("Enter") || t.endsWith("SwitchN"));
    }

    /** @param roots names of nodes that exist; empty to keep all nodes, any of which may be asked for alone */
    static GraphDef prune(OpGraph graph, DataFlow flow, Collection<String> roots) {
        Liveness liveness = new Liveness(graph, flow, roots.isEmpty());
        liveness.visit(roots.isEmpty() ? graph.nodes().stream().map(Node::name).toList() : roots);
        GraphDef.Builder pruned = graph.shell();
        for (Node node : graph.nodes()) {
            if (liveness.live.contains(node.name())) {
                pruned.addNode(liveness.ordered(node));
            }
        }
        return pruned.build();
    }

    private void visit(Collection<String> roots) {
        Deque<String> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            String name = open.removeLast();
            if (live.add(name)) {
                Node node = graph.node(name);
                node.inputs().forEach(p -> open.add(p.node()));
                node.controls().forEach(c -> open.addAll(mayBeSkipped(c) ? effects(c) : Set.of(c)));
            }
        }
    }

    private NodeDef ordered(Node node) {
        Set<String> controls = new TreeSet<>();
        for (String control : node.controls()) {
            boolean runsAnyway = live.contains(control) && !everything;
            if (runsAnyway || !mayBeSkipped(control)) {
                controls.add(control);
            } else {
                controls.addAll(effects(control));
            }
        }
        List<String> inputs = new ArrayList<>();
        node.inputs().forEach(p -> inputs.add(p.input()));
        controls.forEach(c -> inputs.add("^" + c));
        // Placement names nodes that may be gone.
        return node.def().toBuilder()
                .removeAttr("_class")
                .clearInput()
                .addAllInput(inputs)
                .build();
    }

    private boolean mayBeSkipped(String name) {
        Node node = graph.node(name);
        return !controlFlow && !hasEffect(node) && flow.touches(node);
    }

    /** Whether running it, or when it runs, can be observed: state, references, the reading of a reference variable. */
    private boolean hasEffect(Node node) {
        return node.hasEffect()
                || node.inputs().stream().anyMatch(p -> graph.slot(p).isReference());
    }

    /** The nearest nodes with effects that a node without them depends on. */
    private Set<String> effects(String name) {
        // Operands come before users in the graph, so depth is the only reason not to recurse.
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String top = open.getLast();
            Node node = graph.node(top);
            List<String> missing = OpGraph.sources(node).stream()
                    .filter(s -> !hasEffect(graph.node(s)) && !effects.containsKey(s))
                    .toList();
            if (!missing.isEmpty() && !effects.containsKey(top)) {
                open.addAll(missing);
                continue;
            }
            open.removeLast();
            Set<String> nearest = new HashSet<>();
            for (String source : OpGraph.sources(node)) {
                nearest.addAll(
                        hasEffect(graph.node(source))
                                ? Set.of(source)
                                : Optional.ofNullable(effects.get(source)).orElse(Set.of()));
            }
            effects.put(top, nearest);
        }
        return Optional.ofNullable(effects.get(name)).orElse(Set.of());
    }
}
