package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;

/** How one kind of op is carried out when an operand is private. */
interface Lowering {
    /**
     * What the node makes of its private operands.
     *
     * @param secret which inputs are private: at least one, or the node is a variable that private data is written to
     */
    Flow flow(Node node, BitSet secret);

    /** Writes the private form of a node. Its outputs keep their names. */
    void emit(Emission out, Node node);

    /** Writes the form that automatic differentiation runs through; the node itself unless it becomes an Mpc op. */
    default void emitDifferentiable(Emission out, Node node) {
        out.copy(node);
    }

    /** For the report: what it is replaced by. */
    String description();
}
