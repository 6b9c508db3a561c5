package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Protocol;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** (x - y)^2: a local difference and one square. */
final class SquaredDifference implements Lowering {
    private final MpcCall difference;
    private final MpcCall square;

    SquaredDifference(Protocol protocol) {
        difference = new MpcCall(protocol, "Sub", false);
        square = new MpcCall(protocol, "Square", false);
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        Flow first = difference.flow(node, secret);
        return first instanceof Flow.Refused ? first : square.flow(node, secret);
    }

    @Override
    public void emit(Emission out, Node node) {
        DataType type = node.out().get(0).type();
        String name = out.fresh(node.name() + "/difference");
        Port difference = node.inputs().stream().allMatch(out::isSecret)
                ? subtract(out, node, name, type)
                : out.mpc(name, "Sub", node.inputs(), node.controls(), List.of(type), Map.of());
        out.mpc(node.name(), square.operation(), List.of(difference), node.controls(), List.of(type), Map.of());
    }

    @Override
    public String description() {
        return difference.description() + ", " + square.description();
    }

    private static Port subtract(Emission out, Node node, String name, DataType type) {
        NodeDef.Builder sub = NodeDef.newBuilder()
                .setName(name)
                .setOp("Sub")
                .addInput(out.at(node.inputs().get(0)).input())
                .addInput(out.at(node.inputs().get(1)).input())
                .putAttr("T", PlainNode.type(out.shareType(type)));
        node.controls().forEach(c -> sub.addInput("^" + c));
        return out.plain(sub.build(), type, true);
    }
}
