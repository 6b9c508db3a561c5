package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Protocol;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One TensorFlow op that becomes one Mpc op of the same operands in the same order.
 *
 * @param operation the protocol's name for it
 * @param attributes what the protocol's operation is told about a node
 * @param publicFrom operands from this one on must be public
 * @param sharing whether the protocol takes secret operands only, so that public ones are shared first
 */
record MpcCall(
        Protocol protocol,
        String operation,
        Function<Node, Map<String, Object>> attributes,
        int publicFrom,
        boolean sharing)
        implements Lowering {
    MpcCall(Protocol protocol, String operation, boolean sharing) {
        this(protocol, operation, _ -> Map.of(), Integer.MAX_VALUE, sharing);
    }

    MpcCall with(Function<Node, Map<String, Object>> told) {
        return new MpcCall(protocol, operation, told, publicFrom, sharing);
    }

    /** The op's boolean attributes go along, as the protocol names them. */
    MpcCall with(Map<String, String> flags) {
        return with(node -> {
            Map<String, Object> told = new TreeMap<>();
            flags.forEach((theirs, ours) -> told.put(ours, node.flag(theirs)));
            return told;
        });
    }

    MpcCall publicFrom(int operand) {
        return new MpcCall(protocol, operation, attributes, operand, sharing);
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
        out.mpc(
                node.name(),
                operation,
                operands(out, node.inputs()),
                node.controls(),
                node.out().stream().map(Slot::type).toList(),
                attributes.apply(node));
    }

    /** The operands as the protocol takes them. */
    List<Port> operands(Emission out, List<Port> given) {
        return sharing
                ? given.stream().map(p -> out.isSecret(p) ? p : out.share(p)).toList()
                : given;
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
