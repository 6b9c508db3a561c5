package com.latticex.rosetta.tensorflow.pass;

import com.google.protobuf.ByteString;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** TensorFlow's own nodes and attributes, as NodeDefs write them. */
final class PlainNode {
    private PlainNode() {}

    /** A constant of no axes. */
    static NodeDef.Builder scalar(String name, DataType type, double value) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDtype(type).setTensorShape(TensorShapeProto.getDefaultInstance());
        fill(tensor, type, value);
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr("dtype", type(type))
                .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
    }

    private static void fill(TensorProto.Builder tensor, DataType type, double value) {
        switch (type) {
            case DT_FLOAT -> tensor.addFloatVal((float) value);
            case DT_DOUBLE -> tensor.addDoubleVal(value);
            case DT_HALF -> tensor.addHalfVal(Float.floatToFloat16((float) value));
            case DT_BFLOAT16 -> tensor.addHalfVal(Float.floatToIntBits((float) value) >>> 16);
            case DT_INT64 -> tensor.addInt64Val((long) value);
            case DT_UINT64 -> tensor.addUint64Val((long) value);
            case DT_UINT32 -> tensor.addUint32Val((int) value);
            case DT_BOOL -> tensor.addBoolVal(value != 0);
            default -> tensor.addIntVal((int) value);
        }
    }

    static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    static AttrValue text(String text) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
    }
}
