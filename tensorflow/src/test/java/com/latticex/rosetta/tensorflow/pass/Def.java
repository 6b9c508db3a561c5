package com.latticex.rosetta.tensorflow.pass;

import com.google.protobuf.ByteString;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Writes small graphs by hand, sound and unsound ones. */
final class Def {
    private final GraphDef.Builder graph = GraphDef.newBuilder();

    Def add(NodeDef.Builder node) {
        graph.addNode(node);
        return this;
    }

    GraphDef build() {
        return graph.build();
    }

    /** A node whose attribute T is float32. */
    Def op(String name, String op, String... inputs) {
        return add(node(name, op, inputs).putAttr("T", type(DataType.DT_FLOAT)));
    }

    Def placeholder(String name) {
        return add(node(name, "Placeholder").putAttr("dtype", type(DataType.DT_FLOAT)));
    }

    Def constant(String name, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape(values.length));
        for (float v : values) {
            tensor.addFloatVal(v);
        }
        return constant(name, tensor);
    }

    Def constant(String name, TensorProto.Builder tensor) {
        return add(node(name, "Const")
                .putAttr("dtype", type(tensor.getDtype()))
                .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build()));
    }

    Def ints(String name, int... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDtype(DataType.DT_INT32).setTensorShape(shape(values.length));
        for (int v : values) {
            tensor.addIntVal(v);
        }
        return constant(name, tensor);
    }

    static NodeDef.Builder node(String name, String op, String... inputs) {
        return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs));
    }

    static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    static AttrValue text(String text) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
    }

    static TensorShapeProto shape(long... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long extent : extents) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(extent));
        }
        return shape.build();
    }
}
