package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensor.FixedPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tensorflow.proto.GraphDef;

/**
 * A checked graph cut to what is asked for, patterns recognised, with its data flow and all that stands in the way of
 * running it.
 *
 * @param before the graph before patterns were recognised, cut likewise
 * @param flowBefore its data flow
 * @param refusals node to reason
 */
record Analysis(OpGraph graph, OpGraph before, DataFlow flowBefore, DataFlow flow, Map<String, String> refusals) {
    /** @param trainLater whether variables are private because training is still to be added to the graph */
    static Analysis of(
            GraphDef plain,
            Privacy privacy,
            Set<String> roots,
            Lowerings lowerings,
            FixedPoint fixedPoint,
            boolean trainLater) {
        OpGraph whole = GraphCheck.check(plain);
        Set<String> wanted = roots(whole, privacy, roots);
        Set<String> placeholders =
                privacy.inputs().stream().map(PrivateInput::placeholder).collect(Collectors.toSet());
        checkInputs(whole, placeholders);
        DataFlow.Sources sources = new DataFlow.Sources(placeholders, trainLater);
        DataFlow everywhere = new DataFlow(whole, sources, lowerings);
        GraphDef needed = Liveness.prune(whole, everywhere, wanted);
        OpGraph before = GraphCheck.check(needed);
        Map<String, String> refused = ImportCheck.refusals(before, needed);
        DataFlow marked = new DataFlow(before, sources, lowerings);
        GraphDef recognised = Patterns.recognise(before, marked, lowerings.protocol());
        OpGraph rewritten = GraphCheck.check(recognised);
        DataFlow again = new DataFlow(rewritten, sources, lowerings);
        OpGraph graph = GraphCheck.check(Liveness.prune(rewritten, again, wanted));
        DataFlow flow = new DataFlow(graph, sources, lowerings);
        Map<String, String> refusals = new TreeMap<>(flow.refusals());
        OpPolicy policy = new OpPolicy(graph, flow, fixedPoint);
        policy.refusals().forEach(refusals::putIfAbsent);
        refused.forEach(refusals::putIfAbsent);
        return new Analysis(graph, before, marked, flow, refusals);
    }

    void failOnRefusals() {
        if (refusals.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> e : refusals.entrySet()) {
            lines.add(e.getKey() + " (" + before.node(e.getKey()).type() + "): " + e.getValue());
        }
        throw new ConfigurationException("the graph cannot run on private data; " + lines.size()
                + (lines.size() == 1 ? " node stands" : " nodes stand") + " in the way:\n  "
                + String.join("\n  ", lines));
    }

    private static Set<String> roots(OpGraph graph, Privacy privacy, Set<String> roots) {
        Set<String> missing = new HashSet<>();
        Set<String> wanted = new HashSet<>();
        for (String root : roots) {
            String name = root.startsWith("^") ? root.substring(1) : root;
            Port port = Port.of(name);
            Node node = graph.find(port.node());
            if (node == null
                    || (name.contains(":") && port.index() >= node.out().size())) {
                missing.add(root);
            } else {
                wanted.add(node.name());
            }
        }
        for (String tensor : privacy.reveals().keySet()) {
            Port port = Port.of(tensor);
            Node node = graph.find(port.node());
            if (node == null || port.index() >= node.out().size()) {
                missing.add(tensor);
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigurationException("the graph has no such tensor or operation: "
                    + missing.stream().sorted().collect(Collectors.joining(", ")));
        }
        return wanted;
    }

    private static void checkInputs(OpGraph graph, Set<String> placeholders) {
        List<String> problems = new ArrayList<>();
        for (String name : placeholders) {
            Node node = graph.find(name);
            if (node == null) {
                problems.add(name + ": the graph has no such node");
            } else if (!node.type().startsWith("Placeholder")) {
                problems.add(name + " (" + node.type() + "): not a placeholder");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("private inputs do not fit the graph:\n  "
                    + problems.stream().sorted().collect(Collectors.joining("\n  ")));
        }
    }
}
