package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;

/** How private operands travel through a node. */
sealed interface Flow {
    /**
     * @param outputs which outputs are private
     * @param written which inputs are variables that receive private data
     */
    record Through(BitSet outputs, BitSet written) implements Flow {}

    /** The node has no private form. */
    record Refused(String reason) implements Flow {}

    /** Nothing private comes out: shapes, for example. */
    static Flow nothing() {
        return new Through(new BitSet(), new BitSet());
    }

    static Flow outputs(BitSet outputs) {
        return new Through(outputs, new BitSet());
    }

    static Flow everything(Node node) {
        return outputs(all(node));
    }

    static Flow refused(String reason) {
        return new Refused(reason);
    }

    static BitSet all(Node node) {
        BitSet all = new BitSet();
        all.set(0, node.out().size());
        return all;
    }
}
