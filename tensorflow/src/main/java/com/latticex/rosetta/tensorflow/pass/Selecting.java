package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Select and SelectV2: a move when the condition is public, the protocol's selection by a shared bit when it is not. */
final class Selecting implements Lowering {
    private final Move move = new Move();
    private final MpcCall byBit;

    Selecting(MpcCall byBit) {
        this.byBit = byBit;
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        return secret.get(0) ? byBit.flow(node, secret) : move.flow(node, secret);
    }

    @Override
    public void emit(Emission out, Node node) {
        if (!out.isSecret(node.inputs().get(0))) {
            move.emit(out, node);
        } else if (node.type().equals("SelectV2")) {
            select(out, node, node.inputs().get(0));
        } else {
            selectRows(out, node);
        }
    }

    @Override
    public void emitDifferentiable(Emission out, Node node) {
        if (out.isSecret(node.inputs().get(0))) {
            emit(out, node);
        } else {
            out.copy(node);
        }
    }

    @Override
    public String description() {
        return "on shares, or " + byBit.description();
    }

    /** The old Select takes a scalar or a vector of conditions for whole rows, where broadcasting would align columns. */
    private void selectRows(Emission out, Node node) {
        Port bit = out.at(node.inputs().get(0));
        Port x = node.inputs().get(1);
        String base = node.name();
        DataType bits = out.shareType(DataType.DT_BOOL);
        DataType values = out.isSecret(x) ? out.shareType(out.plainType(x)) : out.plainType(x);
        Port shape = own(out, base + "/bit_shape", "Shape", Map.of("T", bits, "out_type", DataType.DT_INT32), bit);
        Port bitRank = own(out, base + "/bit_rank", "Rank", Map.of("T", bits), bit);
        Port rank = own(out, base + "/rank", "Rank", Map.of("T", values), out.at(x));
        Port missing = own(out, base + "/missing", "Sub", Map.of("T", DataType.DT_INT32), rank, bitRank);
        Port axis = out.scalar(base + "/axis", DataType.DT_INT32, 0, List.of());
        Port one = out.scalar(base + "/one", DataType.DT_INT32, 1, List.of());
        Port length = own(
                out,
                base + "/length",
                "ExpandDims",
                Map.of("T", DataType.DT_INT32, "Tdim", DataType.DT_INT32),
                missing,
                axis);
        Port ones = own(
                out,
                base + "/ones",
                "Fill",
                Map.of("T", DataType.DT_INT32, "index_type", DataType.DT_INT32),
                length,
                one);
        NodeDef concat = NodeDef.newBuilder()
                .setName(out.fresh(base + "/extents"))
                .setOp("ConcatV2")
                .addInput(shape.input())
                .addInput(ones.input())
                .addInput(axis.input())
                .putAttr(
                        "N", org.tensorflow.proto.AttrValue.newBuilder().setI(2).build())
                .putAttr("T", PlainNode.type(DataType.DT_INT32))
                .putAttr("Tidx", PlainNode.type(DataType.DT_INT32))
                .build();
        Port extents = out.plain(concat, DataType.DT_INT32, false);
        NodeDef reshape = NodeDef.newBuilder()
                .setName(out.fresh(base + "/bit"))
                .setOp("Reshape")
                .addInput(bit.input())
                .addInput(extents.input())
                .putAttr("T", PlainNode.type(bits))
                .putAttr("Tshape", PlainNode.type(DataType.DT_INT32))
                .build();
        Port aligned = out.plain(reshape, DataType.DT_BOOL, true);
        select(out, node, aligned);
    }

    private void select(Emission out, Node node, Port bit) {
        List<Port> operands = new ArrayList<>(List.of(bit));
        for (Port value : node.inputs().subList(1, 3)) {
            // Public bits would be taken for numbers, which have fraction bits.
            boolean publicBit = out.plainType(value) == DataType.DT_BOOL && !out.isSecret(value);
            operands.add(publicBit ? out.share(value) : value);
        }
        out.mpc(
                node.name(),
                byBit.operation(),
                operands,
                node.controls(),
                List.of(node.out().get(0).type()),
                Map.of());
    }

    private static Port own(Emission out, String name, String op, Map<String, DataType> types, Port... operands) {
        NodeDef.Builder node = NodeDef.newBuilder().setName(out.fresh(name)).setOp(op);
        for (Port operand : operands) {
            node.addInput(operand.input());
        }
        types.forEach((attr, type) -> node.putAttr(attr, PlainNode.type(type)));
        return out.plain(node.build(), DataType.DT_INT32, false);
    }
}
