package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.error.ConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Graph;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Lets TensorFlow import a checked graph: it knows every op's rules for attributes, shapes and axes, and its own version.
 * TensorFlow stops at the first node that breaks one; here that node becomes a placeholder and the rest is tried again.
 */
final class ImportCheck {
    private static final Pattern NODE = Pattern.compile("\\{\\{node ([^}]+)}}");
    private static final int MOST = 50;

    private final OpGraph graph;
    private final Map<String, String> refusals = new TreeMap<>();

    private ImportCheck(OpGraph graph) {
        this.graph = graph;
    }

    /**
     * Nodes that TensorFlow refuses, with its reason.
     *
     * @throws ConfigurationException if it refuses the graph for another reason than one of its nodes
     */
    static Map<String, String> refusals(OpGraph graph, GraphDef definition) {
        if (graph.nodes().stream().anyMatch(n -> MpcNode.isMpc(n.type()))) {
            return Map.of();
        }
        ImportCheck check = new ImportCheck(graph);
        while (check.refused(definition)) {}
        return check.refusals;
    }

    /** Whether one more node is refused. */
    private boolean refused(GraphDef definition) {
        try (Graph scratch = new Graph()) {
            scratch.importGraphDef(without(definition));
            return false;
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            Matcher node = NODE.matcher(message);
            if (!node.find() || graph.find(node.group(1)) == null || refusals.containsKey(node.group(1))) {
                throw new ConfigurationException("TensorFlow refuses the graph: " + message, e);
            }
            int end = message.indexOf(" for '{{node");
            refusals.put(node.group(1), "TensorFlow refuses it: " + (end > 0 ? message.substring(0, end) : message));
            return refusals.size() < MOST;
        }
    }

    /** Placeholders of unknown shapes in place of the results of refused nodes. */
    private GraphDef without(GraphDef definition) {
        GraphDef.Builder rest = definition.toBuilder().clearNode();
        Map<String, String> renamed = new HashMap<>();
        for (String name : refusals.keySet()) {
            Node node = graph.node(name);
            for (int i = 0; i < node.out().size(); i++) {
                String output = i == 0 ? name : name + "/refused_" + i;
                renamed.put(name + ":" + i, output);
                rest.addNode(NodeDef.newBuilder()
                        .setName(output)
                        .setOp("Placeholder")
                        .putAttr("dtype", PlainNode.type(node.out().get(i).type())));
            }
        }
        for (NodeDef node : definition.getNodeList()) {
            if (!refusals.containsKey(node.getName())) {
                List<String> inputs = new ArrayList<>();
                node.getInputList().forEach(input -> inputs.add(renamed.getOrDefault(input, input)));
                rest.addNode(node.toBuilder().clearInput().addAllInput(inputs));
            }
        }
        return rest.build();
    }
}
