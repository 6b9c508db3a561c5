package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.VersionDef;

/** A checked graph: unique names, every edge resolved, operands before users but for the back edges of loops. */
final class OpGraph {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final VersionDef versions;
    private final FunctionDefLibrary library;

    /** @param ordered operands before users */
    OpGraph(List<Node> ordered, VersionDef versions, FunctionDefLibrary library) {
        ordered.forEach(n -> nodes.put(n.name(), n));
        this.versions = versions;
        this.library = library;
    }

    /** In topological order. */
    Collection<Node> nodes() {
        return nodes.values();
    }

    @Nullable
    Node find(String name) {
        return nodes.get(name);
    }

    Node node(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow();
    }

    /** The node whose output this is. */
    Node node(Port port) {
        return node(port.node());
    }

    Slot slot(Port port) {
        return node(port).out().get(port.index());
    }

    /** An empty graph definition with this one's versions and functions. */
    GraphDef.Builder shell() {
        return GraphDef.newBuilder().setVersions(versions).setLibrary(library);
    }

    /**
     * Sorts nodes, operands before users; what a NextIteration feeds does not wait for it. Shorter than its argument if
     * there are cycles.
     */
    static List<Node> sort(Map<String, Node> nodes) {
        Map<String, List<String>> users = new HashMap<>();
        Map<String, Integer> waiting = new HashMap<>();
        for (Node node : nodes.values()) {
            int operands = 0;
            for (String from : sources(node)) {
                Node source = nodes.get(from);
                if (source != null
                        && !(source.type().endsWith("NextIteration")
                                && node.type().endsWith("Merge"))) {
                    users.computeIfAbsent(from, k -> new ArrayList<>()).add(node.name());
                    operands++;
                }
            }
            waiting.put(node.name(), operands);
        }
        Deque<String> ready = new ArrayDeque<>();
        nodes.keySet().stream().filter(n -> waiting.getOrDefault(n, 0) == 0).forEach(ready::add);
        List<Node> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            String name = ready.removeFirst();
            sorted.add(Optional.ofNullable(nodes.get(name)).orElseThrow());
            for (String user : users.getOrDefault(name, List.of())) {
                if (waiting.merge(user, -1, Integer::sum) == 0) {
                    ready.add(user);
                }
            }
        }
        return sorted;
    }

    /** Names of all nodes a node takes data or control from, with repetitions. */
    static List<String> sources(Node node) {
        List<String> sources = new ArrayList<>(node.controls());
        node.inputs().forEach(p -> sources.add(p.node()));
        return sources;
    }
}
