package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Cast between types of numbers: a share stands for the same number whatever its plain type, so nothing is done; a cast
 * that rounds does not exist. A bit is shared as 0 or 1 without fraction bits: it is scaled up.
 */
final class Casting implements Lowering {
    private final MpcCall fromBit;

    Casting(MpcCall fromBit) {
        this.fromBit = fromBit;
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        DataType from = node.in().get(0).type();
        DataType to = node.out().get(0).type();
        if (to == DataType.DT_BOOL && from != DataType.DT_BOOL) {
            return Flow.refused("a cast of a private value to bool; compare it with 0 instead");
        }
        if (from == DataType.DT_BOOL && to != DataType.DT_BOOL) {
            return fromBit.flow(node, secret);
        }
        if (isReal(to) || from == to || (isInteger(from) && isInteger(to))) {
            return Flow.everything(node);
        }
        return Flow.refused("a private value cannot be rounded: cast from " + from + " to " + to);
    }

    @Override
    public void emit(Emission out, Node node) {
        if (isBit(node.in().get(0)) && !isBit(node.out().get(0))) {
            fromBit.emit(out, node);
            return;
        }
        NodeDef.Builder same = NodeDef.newBuilder()
                .setName(node.name())
                .setOp("Identity")
                .addInput(out.at(node.inputs().get(0)).input())
                .putAttr("T", PlainNode.type(DataType.DT_INT64));
        node.controls().forEach(c -> same.addInput("^" + c));
        out.add(same.build());
    }

    @Override
    public String description() {
        return "on shares";
    }

    private static boolean isBit(Slot slot) {
        return slot.type() == DataType.DT_BOOL;
    }

    private static boolean isReal(DataType type) {
        return switch (type) {
            case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 -> true;
            default -> false;
        };
    }

    private static boolean isInteger(DataType type) {
        return switch (type) {
            case DT_INT8, DT_INT16, DT_INT32, DT_INT64, DT_UINT8, DT_UINT16, DT_UINT32, DT_UINT64 -> true;
            default -> false;
        };
    }
}
