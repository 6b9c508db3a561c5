package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * A secure graph turned back into one that computes in the clear: secrets are float64 numbers, every Mpc operation is
 * TensorFlow's own equivalent. It computes what the secure graph means, without a protocol: TensorFlow infers the shapes of
 * a secure graph on it, and a rewriting is tested by it.
 */
final class ClearGraph {
    private static final DataType NUMBER = DataType.DT_DOUBLE;

    private final Set<String> secrets;
    private final Set<String> handles = new HashSet<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final GraphDef.Builder clear;
    private int helpers;

    private ClearGraph(GraphDef shell, Set<String> secrets) {
        this.secrets = secrets;
        clear = shell.toBuilder().clearNode();
    }

    /**
     * @param graph what the static pass gave, with nodes of the dynamic pass
     * @param secrets names of the tensors that are shares
     */
    static GraphDef of(GraphDef graph, Set<String> secrets) {
        return new ClearGraph(graph, secrets).convert(graph);
    }

    private GraphDef convert(GraphDef graph) {
        for (NodeDef def : graph.getNodeList()) {
            nodes.put(
                    def.getName(),
                    new Node(def, Optional.ofNullable(OpSet.find(def.getOp())).orElseThrow()));
        }
        for (Node node : nodes.values()) {
            boolean secret = node.type().equals("ReadVariableOp")
                    ? isSecret(node.output(0))
                    : node.type().startsWith("Assign") && isSecret(node.inputs().get(1));
            if (secret) {
                handles.add(node.inputs().get(0).node());
            }
        }
        for (NodeDef def : graph.getNodeList()) {
            Node node = Optional.ofNullable(nodes.get(def.getName())).orElseThrow();
            if (MpcNode.isMpc(node.type())) {
                compute(node);
            } else {
                clear.addNode(retyped(node));
            }
        }
        return clear.build();
    }

    private boolean isSecret(Port port) {
        return secrets.contains(port.toString());
    }

    private NodeDef retyped(Node node) {
        NodeDef.Builder copy = node.def().toBuilder();
        Set<Slot.TypeKey> keys = new HashSet<>();
        for (int i = 0; i < node.in().size(); i++) {
            if (isSecret(node.inputs().get(i))) {
                keys.add(node.in().get(i).key());
            }
        }
        for (int i = 0; i < node.out().size(); i++) {
            if (isSecret(node.output(i))) {
                keys.add(node.out().get(i).key());
            }
        }
        if (handles.contains(node.name())) {
            keys.add(new Slot.TypeKey("dtype", 0));
        }
        for (Slot.TypeKey key : keys) {
            AttrValue.Builder attr =
                    copy.getAttrOrDefault(key.attr(), node.attr(key.attr()).orElseThrow()).toBuilder();
            if (attr.hasList()) {
                attr.getListBuilder().setType(key.element(), NUMBER);
            } else {
                attr.setType(NUMBER);
            }
            copy.putAttr(key.attr(), attr.build());
        }
        return copy.build();
    }

    private void compute(Node node) {
        String operation = MpcNode.operation(node.type());
        List<String> x = new ArrayList<>();
        boolean reduces = Set.of("Sum", "Mean", "Max", "Min").contains(operation);
        for (int i = 0; i < node.inputs().size(); i++) {
            boolean axes = reduces && i == 1;
            x.add(axes ? node.inputs().get(i).input() : number(node, i));
        }
        switch (operation) {
            case "Input", "Share", "FromBit" -> last(node, "Identity", Map.of(), x.get(0));
            case "Reveal" -> {
                DataType type = node.out().get(0).type();
                last(node, "Cast", Map.of("SrcT", type(NUMBER), "DstT", type(type)), x.get(0));
            }
            case "MatMul" ->
                last(
                        node,
                        "BatchMatMulV2",
                        Map.of(
                                "T",
                                type(NUMBER),
                                "adj_x",
                                flag(node, "transpose_a", "adj_x"),
                                "adj_y",
                                flag(node, "transpose_b", "adj_y")),
                        x.get(0),
                        x.get(1));
            case "Sum", "Mean", "Max", "Min" ->
                last(
                        node,
                        operation,
                        Map.of(
                                "T",
                                type(NUMBER),
                                "Tidx",
                                type(node.in().get(1).type()),
                                "keep_dims",
                                flag(node, "keep_dims")),
                        x.get(0),
                        x.get(1));
            case "LogicalAnd" -> last(node, "Mul", Map.of(), x.get(0), x.get(1));
            case "LogicalOr" -> last(node, "Maximum", Map.of(), x.get(0), x.get(1));
            case "LogicalNot" -> last(node, "Sub", Map.of(), helper(node, "OnesLike", Map.of(), x.get(0)), x.get(0));
            case "Div" -> last(node, "RealDiv", Map.of(), x.get(0), x.get(1));
            case "Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual" ->
                last(
                        node,
                        "Cast",
                        Map.of("SrcT", type(DataType.DT_BOOL), "DstT", type(NUMBER)),
                        helper(node, operation, Map.of(), x.get(0), x.get(1)));
            case "Select" ->
                last(
                        node,
                        "SelectV2",
                        Map.of(),
                        helper(node, "Cast", Map.of("SrcT", type(NUMBER), "DstT", type(DataType.DT_BOOL)), x.get(0)),
                        x.get(1),
                        x.get(2));
            case "SigmoidCrossEntropy" ->
                last(
                        node,
                        "Sub",
                        Map.of(),
                        helper(node, "Softplus", Map.of(), x.get(0)),
                        helper(node, "Mul", Map.of(), x.get(0), x.get(1)));
            case "SigmoidCrossEntropyGrad" ->
                last(
                        node,
                        "Mul",
                        Map.of(),
                        helper(node, "Sub", Map.of(), helper(node, "Sigmoid", Map.of(), x.get(0)), x.get(1)),
                        x.get(2));
            case "ApplyGradientDescent" ->
                last(node, "Sub", Map.of(), x.get(0), helper(node, "Mul", Map.of(), x.get(1), x.get(2)));
            default -> last(node, operation, Map.of(), x.toArray(String[]::new));
        }
    }

    /** The operand as a float64 number. */
    private String number(Node node, int i) {
        Port port = node.inputs().get(i);
        DataType type = node.in().get(i).type();
        return isSecret(port) || type == NUMBER
                ? port.input()
                : helper(node, "Cast", Map.of("SrcT", type(type), "DstT", type(NUMBER)), port.input());
    }

    private String helper(Node node, String op, Map<String, AttrValue> attrs, String... operands) {
        String name = node.name() + "/clear_" + helpers++;
        add(name, node, op, attrs, operands);
        return name;
    }

    private void last(Node node, String op, Map<String, AttrValue> attrs, String... operands) {
        add(node.name(), node, op, attrs, operands);
    }

    private void add(String name, Node node, String op, Map<String, AttrValue> attrs, String... operands) {
        NodeDef.Builder def = NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(operands));
        node.controls().forEach(c -> def.addInput("^" + c));
        def.putAllAttr(attrs.isEmpty() ? Map.of("T", type(NUMBER)) : attrs);
        clear.addNode(def);
    }

    /** Whether one of these attributes is set. */
    private static AttrValue flag(Node node, String... names) {
        Attributes attributes = MpcNode.attributes(node.def());
        return AttrValue.newBuilder()
                .setB(Arrays.stream(names).anyMatch(name -> attributes.flag(name, false)))
                .build();
    }

    private static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }
}
