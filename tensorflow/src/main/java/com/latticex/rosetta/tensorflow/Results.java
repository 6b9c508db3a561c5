package com.latticex.rosetta.tensorflow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.proto.RunMetadata;

/**
 * Results under the names the user fetched, where the secure graph's tensors have others. TensorFlow-Java 1.1.0 has no
 * public way to make a {@link Result}.
 */
final class Results {
    private static final MethodHandle NEW = constructor();

    private Results() {}

    private static MethodHandle constructor() {
        try {
            return MethodHandles.privateLookupIn(Result.class, MethodHandles.lookup())
                    .findConstructor(
                            Result.class, MethodType.methodType(void.class, List.class, List.class, RunMetadata.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The same tensors by other names; the given result is no longer to be used. */
    static Result renamed(Result result, List<String> names) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < result.size(); i++) {
            tensors.add(result.get(i));
        }
        try {
            return (Result) NEW.invoke(names, tensors, result.getMetadata().orElse(null));
        } catch (Throwable t) {
            throw new IllegalStateException("TensorFlow-Java's Result has changed", t);
        }
    }
}
