package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Replaces recognised compositions where they are private. The nodes inside stay for whoever else uses them, and are
 * dropped with all that nobody needs.
 */
final class Patterns {
    private static final Set<String> SHAPE_QUESTIONS =
            Set.of("Shape", "ShapeN", "Size", "Rank", "ZerosLike", "OnesLike");

    private Patterns() {}

    static GraphDef recognise(OpGraph graph, DataFlow flow, Protocol protocol) {
        List<Pattern> patterns = new ArrayList<>(List.of(new SigmoidCrossEntropy(), new SigmoidCrossEntropyGrad()));
        patterns.removeIf(p -> !protocol.operations().contains(p.operation()));
        Map<String, NodeDef> replaced = new HashMap<>();
        Map<Port, Port> alike = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (IntStream.range(0, node.out().size()).noneMatch(i -> flow.isSecret(node.output(i)))) {
                continue;
            }
            for (Pattern pattern : patterns) {
                Optional<Pattern.Match> match = pattern.match(graph, node);
                if (match.isPresent() && flow.isSecret(match.get().likeness())) {
                    replaced.put(node.name(), match.get().replacement());
                    match.get()
                            .interior()
                            .forEach(p -> alike.putIfAbsent(p, match.get().likeness()));
                    break;
                }
            }
        }
        GraphDef.Builder rewritten = graph.shell();
        for (Node node : graph.nodes()) {
            NodeDef def = replaced.getOrDefault(node.name(), node.def());
            rewritten.addNode(SHAPE_QUESTIONS.contains(node.type()) ? redirect(node, def, alike) : def);
        }
        return rewritten.build();
    }

    private static NodeDef redirect(Node node, NodeDef def, Map<Port, Port> alike) {
        NodeDef.Builder copy = def.toBuilder();
        for (int i = 0; i < node.inputs().size(); i++) {
            Port port = node.inputs().get(i);
            copy.setInput(i, alike.getOrDefault(port, port).input());
        }
        return copy.build();
    }
}
