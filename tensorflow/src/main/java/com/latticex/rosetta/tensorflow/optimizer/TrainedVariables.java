package com.latticex.rosetta.tensorflow.optimizer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** The floating-point variables, by reference or by handle, that a tensor is computed from. */
final class TrainedVariables {
    private static final Set<String> TYPES = Set.of("VariableV2", "Variable", "VarHandleOp");
    private static final Set<DataType> NUMBERS = Set.of(DataType.DT_FLOAT, DataType.DT_DOUBLE);

    private TrainedVariables() {}

    /** Sorted by name: the same order at all parties. */
    static List<GraphOperation> of(Output<?> tensor) {
        TreeMap<String, GraphOperation> variables = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        Deque<GraphOperation> open = new ArrayDeque<>();
        open.add((GraphOperation) tensor.op());
        while (!open.isEmpty()) {
            GraphOperation operation = open.removeLast();
            if (!seen.add(operation.name())) {
                continue;
            }
            if (TYPES.contains(operation.type())
                    && NUMBERS.contains(operation.attributes().getAttrType("dtype"))) {
                variables.put(operation.name(), operation);
            }
            for (Operand<?> input : operation.inputs()) {
                open.add((GraphOperation) input.asOutput().op());
            }
        }
        return List.copyOf(variables.values());
    }
}
