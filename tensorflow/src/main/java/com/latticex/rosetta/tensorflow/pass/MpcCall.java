package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Protocol;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One TensorFlow op that becomes one Mpc op of the same operands in the same order.
 *
 * @param operation the protocol's name for it
 * @param flags the op's boolean attributes that go along, to the protocol's names for them
 * @param publicFrom operands from this one on must be public
 */
record MpcCall(Protocol protocol, String operation, Map<String, String> flags, int publicFrom) implements Lowering {
    MpcCall(Protocol protocol, String operation) {
        this(protocol, operation, Map.of(), Integer.MAX_VALUE);
    }

    MpcCall with(Map<String, String> passedOn) {
        return new MpcCall(protocol, operation, passedOn, publicFrom);
    }

    MpcCall publicFrom(int operand) {
        return new MpcCall(protocol, operation, flags, operand);
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        if (!protocol.operations().contains(operation)) {
            return Flow.refused("protocol " + protocol.name() + " has no operation " + operation);
        }
        int offending = secret.nextSetBit(Math.min(publicFrom, node.in().size()));
        if (offending >= 0) {
            return Flow.refused("its operand '" + node.in().get(offending).arg().getName() + "' is private; protocol "
                    + protocol.name() + " takes only public ones there");
        }
        return Flow.everything(node);
    }

    @Override
    public void emit(Emission out, Node node) {
        Map<String, Object> attributes = new HashMap<>();
        flags.forEach((theirs, ours) -> {
            if (node.flag(theirs)) {
                attributes.put(ours, true);
            }
        });
        List<Port> operands = node.inputs();
        out.mpc(
                node.name(),
                operation,
                operands,
                node.controls(),
                node.out().stream().map(Slot::type).toList(),
                attributes);
    }

    @Override
    public void emitDifferentiable(Emission out, Node node) {
        emit(out, node);
    }

    @Override
    public String description() {
        return MpcNode.PREFIX + operation;
    }
}
