package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.tensorflow.pass.Flow.Through;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** An Mpc op on plain types, as the differentiable graph has them: it is retyped. */
record MpcAgain(MpcCall call) implements Lowering {
    @Override
    public Flow flow(Node node, BitSet secret) {
        return call.flow(node, secret) instanceof Through ? Flow.everything(node) : call.flow(node, secret);
    }

    @Override
    public void emit(Emission out, Node node) {
        List<Port> operands = new ArrayList<>(call.operands(out, node.inputs()));
        boolean secret = operands.stream().anyMatch(out::isSecret);
        if (call.operation().equals("Share")) {
            if (secret) {
                // What was public when the graph was made differentiable is private by now: training writes to it.
                out.same(node);
                return;
            }
        } else if (!secret) {
            // Gradients may reach an Mpc operation with public operands only; the protocol wants a secret one.
            operands.set(0, out.share(operands.get(0)));
        }
        out.mpc(
                node.name(),
                call.operation(),
                operands,
                node.controls(),
                node.out().stream().map(Slot::type).toList(),
                MpcNode.attributes(node.def()).values());
    }

    @Override
    public void emitDifferentiable(Emission out, Node node) {
        emit(out, node);
    }

    @Override
    public String description() {
        return call.description();
    }
}
