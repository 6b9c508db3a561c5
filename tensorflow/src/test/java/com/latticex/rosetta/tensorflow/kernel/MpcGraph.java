package com.latticex.rosetta.tensorflow.kernel;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Builds small secure graphs by hand, as the static pass would. */
final class MpcGraph {
    private final GraphDef.Builder graph = GraphDef.newBuilder();
    private final List<String> secrets = new ArrayList<>();
    private final KernelSession session;

    MpcGraph(KernelSession session) {
        this.session = session;
    }

    GraphDef build() {
        return graph.build();
    }

    String placeholder(String name, DataType type) {
        graph.addNode(NodeDef.newBuilder()
                .setName(name)
                .setOp("Placeholder")
                .putAttr("dtype", AttrValue.newBuilder().setType(type).build()));
        return name;
    }

    String integer(String name, int value) {
        graph.addNode(NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr(
                        "dtype",
                        AttrValue.newBuilder().setType(DataType.DT_INT32).build())
                .putAttr(
                        "value",
                        AttrValue.newBuilder()
                                .setTensor(TensorProto.newBuilder()
                                        .setDtype(DataType.DT_INT32)
                                        .setTensorShape(TensorShapeProto.getDefaultInstance())
                                        .addIntVal(value))
                                .build()));
        return name;
    }

    String axes(String name, int... axes) {
        TensorProto.Builder value = TensorProto.newBuilder()
                .setDtype(DataType.DT_INT32)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(axes.length)));
        for (int axis : axes) {
            value.addIntVal(axis);
        }
        graph.addNode(NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr(
                        "dtype",
                        AttrValue.newBuilder().setType(DataType.DT_INT32).build())
                .putAttr("value", AttrValue.newBuilder().setTensor(value).build()));
        return name;
    }

    /** A node whose operands are secret where an Mpc node made them, else of the given plain type. */
    String node(String name, String operation, DataType plain, DataType result, List<String> attributes, String... in) {
        return node(name, name, operation, plain, result, attributes, in);
    }

    String node(
            String name,
            String tag,
            String operation,
            DataType plain,
            DataType result,
            List<String> attributes,
            String... in) {
        AttrValue.ListValue.Builder types = AttrValue.ListValue.newBuilder();
        AttrValue.ListValue.Builder secret = AttrValue.ListValue.newBuilder();
        for (String operand : in) {
            types.addType(secrets.contains(operand) ? DataType.DT_INT64 : plain);
            secret.addB(secrets.contains(operand));
        }
        AttrValue.ListValue.Builder texts = AttrValue.ListValue.newBuilder();
        attributes.forEach(a -> texts.addS(ByteString.copyFromUtf8(a)));
        graph.addNode(NodeDef.newBuilder()
                .setName(name)
                .setOp(MpcOperations.type(operation))
                .addAllInput(List.of(in))
                .putAttr("Tin", AttrValue.newBuilder().setList(types).build())
                .putAttr(
                        "Tout",
                        AttrValue.newBuilder()
                                .setList(AttrValue.ListValue.newBuilder().addType(result))
                                .build())
                .putAttr("secret", AttrValue.newBuilder().setList(secret).build())
                .putAttr("tag", text(tag))
                .putAttr("session", text(session.id()))
                .putAttr("attributes", AttrValue.newBuilder().setList(texts).build()));
        if (result == DataType.DT_INT64) {
            secrets.add(name);
        }
        return name;
    }

    /** One of TensorFlow's own operations on shares. */
    String moving(String name, String op, Map<String, AttrValue> attributes, String... in) {
        secrets.add(plain(name, op, DataType.DT_INT64, attributes, in));
        return name;
    }

    /** One of TensorFlow's own operations. */
    String plain(String name, String op, DataType type, Map<String, AttrValue> attributes, String... in) {
        graph.addNode(NodeDef.newBuilder()
                .setName(name)
                .setOp(op)
                .addAllInput(List.of(in))
                .putAttr("T", AttrValue.newBuilder().setType(type).build())
                .putAllAttr(attributes));
        return name;
    }

    /** LoopCond. */
    void condition(String name, String in) {
        graph.addNode(NodeDef.newBuilder().setName(name).setOp("LoopCond").addInput(in));
    }

    /** Says that an output with an index is a share. */
    String secretOutput(String port) {
        secrets.add(port);
        return port;
    }

    /** A private float placeholder and its shares. */
    String input(String name, int owner) {
        return node(
                name + "/shares",
                "Input",
                DataType.DT_FLOAT,
                DataType.DT_INT64,
                List.of("owner=i:" + owner),
                placeholder(name, DataType.DT_FLOAT));
    }

    String secret(String name, String operation, String... in) {
        return node(name, operation, DataType.DT_FLOAT, DataType.DT_INT64, List.of(), in);
    }

    String reveal(String name, String receivers, String in) {
        return node(name, "Reveal", DataType.DT_FLOAT, DataType.DT_FLOAT, List.of("receivers=s:" + receivers), in);
    }

    private static AttrValue text(String text) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
    }
}
