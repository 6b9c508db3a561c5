package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Ops that are right on shares as they are, because they only move elements or are linear with integer coefficients:
 * TensorFlow's own kernel runs on 64-bit integers. Operands of the same type that are public become shares; indices,
 * sizes, axes and predicates must be public.
 */
final class Move implements Lowering {
    @Override
    public Flow flow(Node node, BitSet secret) {
        Set<Slot.TypeKey> moved = new HashSet<>();
        node.out().forEach(slot -> moved.add(slot.key()));
        Set<Slot.TypeKey> found = new HashSet<>();
        for (int i = secret.nextSetBit(0); i >= 0; i = secret.nextSetBit(i + 1)) {
            Slot slot = node.in().get(i);
            if (!slot.isHandle() && (!slot.hasTypeAttr() || !moved.contains(slot.key()))) {
                return Flow.refused(
                        slot.arg().getName().equals("pred")
                                ? "a branch taken on a private value would reveal it (private control flow)"
                                : "its operand '" + slot.arg().getName()
                                        + "' is private, but decides which elements go where");
            }
            found.add(slot.key());
        }
        BitSet outputs = new BitSet();
        for (int i = 0; i < node.out().size(); i++) {
            outputs.set(
                    i,
                    node.out().get(i).hasTypeAttr()
                            && found.contains(node.out().get(i).key()));
        }
        return Flow.outputs(outputs);
    }

    @Override
    public void emit(Emission out, Node node) {
        out.retype(node);
    }

    @Override
    public String description() {
        return "on shares";
    }
}
