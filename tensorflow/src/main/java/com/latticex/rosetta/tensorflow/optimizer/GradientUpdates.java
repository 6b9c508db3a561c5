package com.latticex.rosetta.tensorflow.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Writes TensorFlow's own gradient-descent updates, as its optimizers do; the dynamic pass makes them private. */
final class GradientUpdates {
    private final String train;
    private final float learningRate;
    private final List<NodeDef> nodes = new ArrayList<>();
    private final NodeDef.Builder all;

    /** @param train name of the node that runs them all, and prefix of the others */
    GradientUpdates(String train, float learningRate) {
        this.train = train;
        this.learningRate = learningRate;
        this.all = NodeDef.newBuilder().setName(train).setOp("NoOp");
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    void add(GraphOperation variable, Output<?> gradient, DataType type) {
        String prefix = train + "/" + variable.name();
        AttrValue attribute = AttrValue.newBuilder().setType(type).build();
        TensorProto.Builder rate =
                TensorProto.newBuilder().setDtype(type).setTensorShape(TensorShapeProto.getDefaultInstance());
        if (type == DataType.DT_DOUBLE) {
            rate.addDoubleVal(learningRate);
        } else {
            rate.addFloatVal(learningRate);
        }
        nodes.add(NodeDef.newBuilder()
                .setName(prefix + "/rate")
                .setOp("Const")
                .putAttr("dtype", attribute)
                .putAttr("value", AttrValue.newBuilder().setTensor(rate).build())
                .build());
        boolean resource = variable.type().equals("VarHandleOp");
        nodes.add(NodeDef.newBuilder()
                .setName(prefix + "/update")
                .setOp(resource ? "ResourceApplyGradientDescent" : "ApplyGradientDescent")
                .addInput(variable.name())
                .addInput(prefix + "/rate")
                .addInput(gradient.op().name() + ":" + gradient.index())
                .putAttr("T", attribute)
                .build());
        all.addInput("^" + prefix + "/update");
    }

    GraphDef appendTo(GraphDef graph) {
        return graph.toBuilder().addAllNode(nodes).addNode(all).build();
    }
}
