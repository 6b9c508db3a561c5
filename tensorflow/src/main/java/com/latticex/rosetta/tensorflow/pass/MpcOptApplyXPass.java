package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Optimizer steps on private variables: read the shares, compute the new ones by the protocol, assign them. The
 * assignment keeps the step's name, so what waited for the step waits for it.
 *
 * <p>Gradient descent: var - rate * gradient.
 */
final class MpcOptApplyXPass {
    private final RunTimeContext context;

    MpcOptApplyXPass(RunTimeContext context) {
        this.context = context;
    }

    static boolean handles(NodeDef node) {
        return node.getOp().equals("ApplyGradientDescent") || node.getOp().equals("ResourceApplyGradientDescent");
    }

    List<NodeDef> rewrite(NodeDef step) {
        boolean resource = step.getOp().startsWith("Resource");
        String name = step.getName();
        DataType plain = step.getAttrOrThrow("T").getType();
        List<String> controls =
                step.getInputList().stream().filter(i -> i.startsWith("^")).toList();
        List<NodeDef> nodes = new ArrayList<>();

        NodeDef read = NodeDef.newBuilder()
                .setName(context.fresh(name + "/var"))
                .setOp(resource ? "ReadVariableOp" : "DeepCopy")
                .addInput(step.getInput(0))
                .addAllInput(controls)
                .putAttr(resource ? "dtype" : "T", RunTimeContext.type(DataType.DT_INT64))
                .build();
        nodes.add(read);
        context.addSecret(new Port(read.getName(), 0));

        String gradient = step.getInput(2);
        if (!context.isSecret(Port.of(gradient))) {
            NodeDef share = MpcNode.of(
                    context.fresh(name + "/gradient"),
                    "Share",
                    List.of(gradient),
                    List.of(plain),
                    List.of(false),
                    List.of(DataType.DT_INT64),
                    Map.of());
            nodes.add(share);
            context.addSecret(new Port(share.getName(), 0));
            gradient = share.getName();
        }
        List<String> operands = new ArrayList<>(List.of(read.getName(), step.getInput(1), gradient));
        operands.addAll(controls);
        NodeDef next = MpcNode.of(
                context.fresh(name + "/step"),
                "ApplyGradientDescent",
                operands,
                List.of(DataType.DT_INT64, plain, DataType.DT_INT64),
                List.of(true, false, true),
                List.of(DataType.DT_INT64),
                Map.of());
        nodes.add(next);
        context.addSecret(new Port(next.getName(), 0));

        nodes.add(NodeDef.newBuilder()
                .setName(name)
                .setOp(resource ? "AssignVariableOp" : "Assign")
                .addInput(step.getInput(0))
                .addInput(next.getName())
                .addAllInput(controls)
                .putAttr(resource ? "dtype" : "T", RunTimeContext.type(DataType.DT_INT64))
                .build());
        return nodes;
    }
}
