package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/**
 * Cast between types of numbers: a share stands for the same number whatever its plain type, so nothing is done; a cast
 * that rounds does not exist. A bit is shared as 0 or 1 without fraction bits: it is scaled up. A number becomes the bit
 * that it is not 0.
 */
final class Casting implements Lowering {
    private final MpcCall fromBit;
    private final MpcCall notEqual;

    Casting(MpcCall fromBit, MpcCall notEqual) {
        this.fromBit = fromBit;
        this.notEqual = notEqual;
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        DataType from = node.in().get(0).type();
        DataType to = node.out().get(0).type();
        if (to == DataType.DT_BOOL && from != DataType.DT_BOOL) {
            return notEqual.flow(node, secret);
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
        if (isBit(node.in().get(0)) == isBit(node.out().get(0))) {
            out.same(node);
        } else {
            convert(out, node);
        }
    }

    @Override
    public void emitDifferentiable(Emission out, Node node) {
        if (isBit(node.in().get(0)) == isBit(node.out().get(0))) {
            out.copy(node);
        } else {
            convert(out, node);
        }
    }

    private void convert(Emission out, Node node) {
        if (isBit(node.in().get(0))) {
            fromBit.emit(out, node);
            return;
        }
        Port zero = out.scalar(node.name() + "/zero", node.in().get(0).type(), 0, List.of());
        out.mpc(
                node.name(),
                notEqual.operation(),
                List.of(node.inputs().get(0), zero),
                node.controls(),
                List.of(DataType.DT_BOOL),
                Map.of());
    }

    @Override
    public String description() {
        return "on shares";
    }

    private static boolean isBit(Slot slot) {
        return slot.type() == DataType.DT_BOOL;
    }

    static boolean isReal(DataType type) {
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
