package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;

/** Sums and differences: on two shares TensorFlow's own, with a public operand the protocol's, which adds it at one party. */
final class Linear implements Lowering {
    private final Move move = new Move();
    private final MpcCall mixed;

    Linear(MpcCall mixed) {
        this.mixed = mixed;
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        return secret.cardinality() == node.in().size() ? move.flow(node, secret) : mixed.flow(node, secret);
    }

    @Override
    public void emit(Emission out, Node node) {
        if (node.inputs().stream().allMatch(out::isSecret)) {
            move.emit(out, node);
        } else {
            mixed.emit(out, node);
        }
    }

    @Override
    public String description() {
        return "on shares, or " + mixed.description();
    }
}
