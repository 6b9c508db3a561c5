package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** ZerosLike and OnesLike: public constants in the shape of a private value. */
final class Like implements Lowering {
    private final double value;

    Like(double value) {
        this.value = value;
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        return Flow.nothing();
    }

    @Override
    public void emit(Emission out, Node node) {
        Port x = node.inputs().get(0);
        DataType plain = out.plainType(x);
        NodeDef.Builder shape = NodeDef.newBuilder()
                .setName(out.fresh(node.name() + "/shape"))
                .setOp("Shape")
                .addInput(out.at(x).input())
                .putAttr("T", PlainNode.type(out.shareType(plain)))
                .putAttr("out_type", PlainNode.type(DataType.DT_INT32));
        node.controls().forEach(c -> shape.addInput("^" + c));
        Port extents = out.plain(shape.build(), DataType.DT_INT32, false);
        Port scalar = out.scalar(node.name() + "/value", plain, value, List.of(extents.node()));
        out.add(NodeDef.newBuilder()
                .setName(node.name())
                .setOp("Fill")
                .addInput(extents.input())
                .addInput(scalar.input())
                .putAttr("T", PlainNode.type(plain))
                .putAttr("index_type", PlainNode.type(DataType.DT_INT32))
                .build());
    }

    @Override
    public String description() {
        return "public constant";
    }
}
