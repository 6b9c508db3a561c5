package com.latticex.rosetta.cli.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Operations with a generator of their own, whose state no checkpoint keeps. */
final class RandomNodes {
    private static final Pattern RANDOM =
            Pattern.compile("(Random|TruncatedNormal|ParameterizedTruncatedNormal|Multinomial|StatefulRandom).*");

    private RandomNodes() {}

    /** One of them among all that the roots need. */
    static Optional<String> behind(GraphDef graph, Set<String> roots) {
        Map<String, NodeDef> nodes = new HashMap<>();
        graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        roots.forEach(root -> open.add(node(root)));
        while (!open.isEmpty()) {
            NodeDef node = nodes.get(open.remove());
            if (node == null || !seen.add(node.getName())) {
                continue;
            }
            if (RANDOM.matcher(node.getOp()).matches()) {
                return Optional.of(node.getName() + " (" + node.getOp() + ")");
            }
            node.getInputList().forEach(input -> open.add(node(input)));
        }
        return Optional.empty();
    }

    private static String node(String input) {
        String name = input.startsWith("^") ? input.substring(1) : input;
        int colon = name.lastIndexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
