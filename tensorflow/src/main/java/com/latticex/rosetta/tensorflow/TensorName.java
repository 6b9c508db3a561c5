package com.latticex.rosetta.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.Output;

/**
 * A tensor as graphs name it: {@code node} or {@code node:index}.
 *
 * @param index of the node's outputs
 */
record TensorName(String node, int index) {
    static TensorName of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.substring(colon + 1).chars().allMatch(Character::isDigit) && colon + 1 < text.length()) {
            return new TensorName(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        }
        return new TensorName(text, 0);
    }

    static TensorName of(Operand<?> operand) {
        Output<?> output = operand.asOutput();
        return new TensorName(output.op().name(), output.index());
    }

    @Override
    public String toString() {
        return node + ":" + index;
    }
}
