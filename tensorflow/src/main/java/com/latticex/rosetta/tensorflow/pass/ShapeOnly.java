package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;

/** Ops that look at a private value's shape or at whether it exists: the result is public. */
final class ShapeOnly implements Lowering {
    @Override
    public Flow flow(Node node, BitSet secret) {
        return Flow.nothing();
    }

    @Override
    public void emit(Emission out, Node node) {
        out.retype(node);
    }

    @Override
    public String description() {
        return "shape only";
    }
}
