package com.latticex.rosetta.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/** The longest chain of message rounds through a graph: operations side by side overlap, one after another add up. */
final class CriticalPath {
    private final Map<String, List<String>> sources = new HashMap<>();
    private List<String> order = List.of();

    void add(List<NodeDef> nodes) {
        if (nodes.isEmpty()) {
            return;
        }
        for (NodeDef node : nodes) {
            sources.put(
                    node.getName(),
                    node.getInputList().stream().map(CriticalPath::node).toList());
        }
        order = topological();
    }

    /** @param rounds of the nodes that ran; the others have none */
    int length(Map<String, Integer> rounds) {
        Map<String, Integer> length = new HashMap<>();
        int longest = 0;
        for (String node : order) {
            int before = 0;
            for (String source : sources.getOrDefault(node, List.of())) {
                before = Math.max(before, length.getOrDefault(source, 0));
            }
            int through = before + rounds.getOrDefault(node, 0);
            length.put(node, through);
            longest = Math.max(longest, through);
        }
        return longest;
    }

    /** Sources before users; the edge that closes a loop does not count. */
    private List<String> topological() {
        List<String> sorted = new ArrayList<>(sources.size());
        Set<String> entered = new HashSet<>();
        Set<String> left = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (String root : sources.keySet()) {
            open.push(root);
            while (!open.isEmpty()) {
                String node = open.peek();
                if (entered.add(node)) {
                    for (String source : sources.getOrDefault(node, List.of())) {
                        if (!entered.contains(source)) {
                            open.push(source);
                        }
                    }
                } else {
                    open.pop();
                    if (left.add(node)) {
                        sorted.add(node);
                    }
                }
            }
        }
        return sorted;
    }

    private static String node(String input) {
        String name = input.startsWith("^") ? input.substring(1) : input;
        int colon = name.lastIndexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
