package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Writes the new graph of an analysed one. */
final class Rewriting {
    private final Analysis analysis;
    private final Privacy privacy;
    private final Lowerings lowerings;
    private final OpGraph graph;
    private final NavigableMap<String, String> refused = new TreeMap<>();

    Rewriting(Analysis analysis, Privacy privacy, Lowerings lowerings) {
        this.analysis = analysis;
        this.privacy = privacy;
        this.lowerings = lowerings;
        this.graph = analysis.graph();
        refuse();
    }

    /** Mpc operations on plain types. */
    GraphDef differentiable() {
        Emission out = new Emission(graph, analysis.flow(), true);
        for (Node node : graph.nodes()) {
            Lowering lowering = lowerings.find(node.type());
            if (refused.containsKey(node.name())) {
                continue;
            }
            if (lowering != null && isPrivate(node)) {
                lowering.emitDifferentiable(out, node);
            } else {
                out.copy(node);
            }
        }
        return graph.shell().addAllNode(out.nodes().values()).build();
    }

    /** Mpc operations on shares. */
    SecureGraph secure() {
        Emission out = new Emission(graph, analysis.flow(), false);
        Map<String, PrivateInput> inputs = new HashMap<>();
        privacy.inputs().forEach(i -> inputs.put(i.placeholder(), i));
        for (Node node : graph.nodes()) {
            PrivateInput input = inputs.get(node.name());
            if (refused.containsKey(node.name())) {
                continue;
            }
            if (input != null) {
                input(out, node, input);
            } else if (isPrivate(node)) {
                lowering(node).emit(out, node);
            } else {
                out.copy(node);
            }
        }
        Map<String, String> reveals = new LinkedHashMap<>();
        new TreeMap<>(privacy.reveals()).forEach((tensor, receivers) -> reveal(out, tensor, receivers, reveals));
        return finish(out, reveals);
    }

    private boolean isPrivate(Node node) {
        return analysis.flow().touches(node);
    }

    private Lowering lowering(Node node) {
        @Nullable Lowering lowering = lowerings.find(node.type());
        if (lowering == null) {
            throw new IllegalStateException(node.name() + " has no lowering");
        }
        return lowering;
    }

    /** Refused nodes, and all that cannot run without them. */
    private void refuse() {
        refused.putAll(analysis.refusals());
        for (Node node : graph.nodes()) {
            OpGraph.sources(node).stream()
                    .filter(refused::containsKey)
                    .findFirst()
                    .ifPresent(s -> refused.putIfAbsent(node.name(), needs(s)));
        }
    }

    private String needs(String source) {
        String reason = refused.getOrDefault(source, "");
        return reason.startsWith("needs ")
                ? reason
                : "needs " + source + " (" + graph.node(source).type() + "): " + reason;
    }

    private void input(Emission out, Node node, PrivateInput input) {
        out.copy(node);
        DataType type = node.out().get(0).type();
        List<Port> shares = new ArrayList<>();
        List<Port> parts = input.parts().size() == 1 ? List.of(node.output(0)) : split(out, node, input, type);
        for (int i = 0; i < parts.size(); i++) {
            Role owner = input.parts().get(i).owner();
            String name = out.fresh(node.name() + "/share" + (parts.size() == 1 ? "" : "_" + i));
            shares.add(out.input(name, parts.get(i), type, owner));
        }
        Port whole = shares.get(0);
        if (shares.size() > 1) {
            Port axis = out.scalar(node.name() + "/axis", DataType.DT_INT32, input.axis(), List.of());
            NodeDef.Builder concat = NodeDef.newBuilder()
                    .setName(out.fresh(node.name() + "/share"))
                    .setOp("ConcatV2")
                    .putAttr("N", AttrValue.newBuilder().setI(shares.size()).build())
                    .putAttr("T", PlainNode.type(DataType.DT_INT64))
                    .putAttr("Tidx", PlainNode.type(DataType.DT_INT32));
            shares.forEach(s -> concat.addInput(s.input()));
            whole = out.plain(concat.addInput(axis.input()).build(), type, true);
        }
        out.rename(node.output(0), whole);
    }

    private static List<Port> split(Emission out, Node node, PrivateInput input, DataType type) {
        TensorProto.Builder sizes = TensorProto.newBuilder()
                .setDtype(DataType.DT_INT64)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder()
                                .setSize(input.parts().size())));
        input.parts().forEach(p -> sizes.addInt64Val(p.size()));
        NodeDef constant = NodeDef.newBuilder()
                .setName(out.fresh(node.name() + "/sizes"))
                .setOp("Const")
                .putAttr("dtype", PlainNode.type(DataType.DT_INT64))
                .putAttr("value", AttrValue.newBuilder().setTensor(sizes).build())
                .build();
        Port extents = out.plain(constant, DataType.DT_INT64, false);
        Port axis = out.scalar(node.name() + "/split_axis", DataType.DT_INT32, input.axis(), List.of());
        NodeDef split = NodeDef.newBuilder()
                .setName(out.fresh(node.name() + "/parts"))
                .setOp("SplitV")
                .addInput(node.name())
                .addInput(extents.input())
                .addInput(axis.input())
                .putAttr(
                        "num_split",
                        AttrValue.newBuilder().setI(input.parts().size()).build())
                .putAttr("T", PlainNode.type(type))
                .putAttr("Tlen", PlainNode.type(DataType.DT_INT64))
                .build();
        return out.plainParts(split, type, input.parts().size());
    }

    private void reveal(Emission out, String tensor, Set<Role> receivers, Map<String, String> reveals) {
        Port port = Port.of(tensor);
        Node node = graph.find(port.node());
        if (node == null || refused.containsKey(node.name()) || !analysis.flow().isSecret(port)) {
            return;
        }
        Port value = port;
        DataType type = node.out().get(port.index()).type();
        if (node.out().get(port.index()).isHandle()) {
            Node variable = analysis.flow().root(port);
            type = variable.attr("dtype").map(AttrValue::getType).orElseThrow();
            value = out.plain(
                    NodeDef.newBuilder()
                            .setName(out.fresh(node.name() + "/revealed_value"))
                            .setOp("ReadVariableOp")
                            .addInput(port.input())
                            .putAttr("dtype", PlainNode.type(DataType.DT_INT64))
                            .build(),
                    type,
                    true);
        }
        Port revealed = out.reveal(
                out.fresh(node.name() + "/reveal" + (port.index() == 0 ? "" : "_" + port.index())),
                value,
                type,
                receivers);
        reveals.put(port.toString(), revealed.toString());
    }

    /** Nodes the dynamic pass rewrites, and all that follow them, wait for a run; the rest is imported at once. */
    private SecureGraph finish(Emission out, Map<String, String> reveals) {
        GraphDef.Builder now = graph.shell();
        List<NodeDef> later = new ArrayList<>();
        Set<String> waiting = new HashSet<>(out.deferred());
        for (NodeDef node : out.nodes().values()) {
            if (waiting.contains(node.getName()) || sources(node).anyMatch(waiting::contains)) {
                waiting.add(node.getName());
                later.add(node);
            } else {
                now.addNode(node);
            }
        }
        Map<String, DataType> secrets = out.secrets().entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().toString(), Map.Entry::getValue));
        return new SecureGraph(now.build(), later, reveals, secrets, refused, privacy);
    }

    /** Nodes a node takes data or control from. */
    static Stream<String> sources(NodeDef node) {
        return node.getInputList().stream()
                .map(i -> i.startsWith("^") ? i.substring(1) : Port.of(i).node());
    }
}
