package com.latticex.rosetta.tensorflow;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensorflow.kernel.MpcOperations;
import com.latticex.rosetta.tensorflow.nativeapi.RegisteredOps;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** Brings secure graphs into TensorFlow: whole at first, node by node later. */
final class NodeImport {
    private final Graph graph;
    private final AttrValue session;

    /** @param session written into every Mpc node, by which its kernel finds the session */
    NodeImport(Graph graph, String session) {
        this.graph = graph;
        this.session = AttrValue.newBuilder()
                .setS(com.google.protobuf.ByteString.copyFromUtf8(session))
                .build();
    }

    /** Imports a graph at once. */
    void importGraph(GraphDef definition) {
        GraphDef.Builder own = definition.toBuilder();
        own.getNodeBuilderList().forEach(this::bind);
        if (own.hasLibrary()) {
            own.getLibraryBuilder()
                    .getFunctionBuilderList()
                    .forEach(f -> f.getNodeDefBuilderList().forEach(this::bind));
        }
        if (own.getNodeCount() == 0) {
            throw new ConfigurationException("the graph has no nodes");
        }
        graph.importGraphDef(own.build());
    }

    /** Adds nodes whose operands are in the graph already or come before them. TensorFlow's session takes them up by itself. */
    void add(List<NodeDef> nodes) {
        for (NodeDef node : nodes) {
            NodeDef.Builder own = node.toBuilder();
            bind(own);
            add(own.build());
        }
    }

    private void bind(NodeDef.Builder node) {
        if (node.getOp().startsWith(MpcOperations.PREFIX) && node.containsAttr(MpcOperations.TAG)) {
            node.putAttr(MpcOperations.SESSION, session);
        }
    }

    private void add(NodeDef node) {
        OpDef definition = RegisteredOps.find(node.getOp())
                .orElseThrow(() -> new ConfigurationException(
                        "node '" + node.getName() + "': TensorFlow has no operation " + node.getOp()));
        OperationBuilder builder = graph.opBuilder(node.getOp(), node.getName(), graph.baseScope());
        List<String> data =
                node.getInputList().stream().filter(i -> !i.startsWith("^")).toList();
        int next = 0;
        for (OpDef.ArgDef argument : definition.getInputArgList()) {
            if (argument.getNumberAttr().isEmpty() && argument.getTypeListAttr().isEmpty()) {
                builder.addInput(output(data.get(next++)));
            } else {
                Output<?>[] list = new Output<?>[width(argument, node)];
                for (int i = 0; i < list.length; i++) {
                    list[i] = output(data.get(next++));
                }
                builder.addInputList(list);
            }
        }
        for (String input : node.getInputList()) {
            if (input.startsWith("^")) {
                builder.addControlInput(operation(input.substring(1)));
            }
        }
        node.getAttrMap().forEach(builder::setAttr);
        if (!node.getDevice().isEmpty()) {
            builder.setDevice(node.getDevice());
        }
        builder.build();
    }

    private static int width(OpDef.ArgDef argument, NodeDef node) {
        return argument.getTypeListAttr().isEmpty()
                ? Math.toIntExact(node.getAttrOrThrow(argument.getNumberAttr()).getI())
                : node.getAttrOrThrow(argument.getTypeListAttr()).getList().getTypeCount();
    }

    private Output<?> output(String input) {
        int colon = input.lastIndexOf(':');
        return colon < 0
                ? operation(input).output(0)
                : operation(input.substring(0, colon)).output(Integer.parseInt(input.substring(colon + 1)));
    }

    private Operation operation(String name) {
        return graph.operationOrThrow(name);
    }
}
