package com.latticex.rosetta.tensorflow.nativeapi;

import java.util.List;

/**
 * An operation as TensorFlow's {@code REGISTER_OP} takes it. Always stateful, so that TensorFlow neither merges nor folds it, and of unknown output shapes:
 * shape functions of the C API can read neither attributes nor values.
 *
 * @param inputs for example {@code x: T}
 * @param outputs for example {@code y: T}
 * @param attributes for example {@code T: {int64, float}}
 */
public record OpDefinition(String name, List<String> inputs, List<String> outputs, List<String> attributes) {
    public OpDefinition {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = List.copyOf(attributes);
    }
}
