package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;

/** An Mpc operation on plain types in a plain graph, to be lowered later as all others are. */
final class Replacement {
    private Replacement() {}

    /** The result has the first operand's type. */
    static NodeDef of(
            OpGraph graph,
            String name,
            String operation,
            List<Port> operands,
            List<String> controls,
            Map<String, Object> attributes) {
        List<String> inputs = new ArrayList<>();
        operands.forEach(p -> inputs.add(p.input()));
        controls.forEach(c -> inputs.add("^" + c));
        return MpcNode.of(
                name,
                operation,
                inputs,
                operands.stream().map(p -> graph.slot(p).type()).toList(),
                Collections.nCopies(operands.size(), false),
                List.of(graph.slot(operands.get(0)).type()),
                attributes);
    }
}
