package com.latticex.rosetta.tensorflow.pass;

import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/** A composition of TensorFlow ops that the protocol has one operation for. */
interface Pattern {
    /**
     * A composition found.
     *
     * @param replacement takes the place, the name and so the users of the composition's result
     * @param interior results inside the composition, which all have one shape
     * @param likeness an operand of that shape: who only asks for the shape of an interior result is told this one's
     */
    record Match(NodeDef replacement, Set<Port> interior, Port likeness) {}

    /** The protocol's operation. */
    String operation();

    /** The composition that ends at this node, if it does. */
    Optional<Match> match(OpGraph graph, Node root);
}
