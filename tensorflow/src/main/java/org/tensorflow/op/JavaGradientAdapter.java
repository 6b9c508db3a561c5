package org.tensorflow.op;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.tensorflow.AbstractGradientAdapter;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TFJ_GraphId;
import org.tensorflow.internal.c_api.TFJ_Scope;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;

/**
 * Gradients written in Java for any number of operation types. {@link TensorFlow#registerCustomGradient} takes one of ten
 * native callbacks for each type and crashes beyond; this takes one for all.
 *
 * <p>Beyond TensorFlow-Java's adapter, a gradient may say that an input has none, and an exception does not end the
 * process: automatic differentiation fails, and {@link #takeFailure} tells why.
 *
 * <p>It lives in TensorFlow's package because native scopes can be made only here.
 */
@NullMarked
public final class JavaGradientAdapter extends AbstractGradientAdapter {
    /** The gradient of an operation type. */
    @FunctionalInterface
    public interface Gradient {
        /**
         * Adds the gradient operations.
         *
         * @param gradients of the results
         * @return for each input its gradient, or null where none flows
         */
        List<? extends @Nullable Operand<?>> of(Ops tf, GraphOperation operation, List<Output<?>> gradients);
    }

    private static final Map<String, Gradient> GRADIENTS = new ConcurrentHashMap<>();
    private static @Nullable JavaGradientAdapter instance;

    private final ThreadLocal<BitSet> withoutGradient = ThreadLocal.withInitial(BitSet::new);
    private static final ThreadLocal<@Nullable Throwable> FAILURE = new ThreadLocal<>();

    private JavaGradientAdapter() {}

    /**
     * Registers gradients by operation type; those of types that have one already are passed over.
     *
     * @throws IllegalStateException if TensorFlow refuses
     */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral") // guards TensorFlow's own registry
    public static void register(Map<String, Gradient> gradients) {
        synchronized (TensorFlow.class) {
            if (instance == null) {
                instance = new JavaGradientAdapter();
            }
            for (Map.Entry<String, Gradient> entry : gradients.entrySet()) {
                String type = entry.getKey();
                if (org.tensorflow.internal.c_api.global.tensorflow.TFJ_HasGradient(type)) {
                    continue;
                }
                GRADIENTS.put(type, entry.getValue());
                if (!org.tensorflow.internal.c_api.global.tensorflow.TFJ_RegisterCustomGradient(type, instance)) {
                    throw new IllegalStateException("TensorFlow refuses a gradient of " + type);
                }
            }
        }
    }

    /** Why the last differentiation of this thread failed, if a gradient written in Java was the reason; asked once. */
    public static @Nullable Throwable takeFailure() {
        Throwable failure = FAILURE.get();
        FAILURE.remove();
        return failure;
    }

    @Override
    public int call(
            TFJ_GraphId graph,
            TFJ_Scope scope,
            TF_Operation operation,
            TF_Output inputs,
            int count,
            @SuppressWarnings("rawtypes") PointerPointer outputs) {
        int results = super.call(graph, scope, operation, inputs, count, outputs);
        TF_Output array = new TF_Output(outputs.get(0));
        withoutGradient.get().stream()
                // TensorFlow's NoGradient.
                .forEach(i -> array.getPointer(i).oper((TF_Operation) null).index(-1));
        return results;
    }

    /** No result makes TensorFlow fail with an error; an exception would end the process. */
    @Override
    protected List<Operand<?>> apply(
            Graph graph, TFJ_Scope nativeScope, GraphOperation operation, List<Output<?>> gradients) {
        BitSet without = withoutGradient.get();
        without.clear();
        try {
            Gradient gradient = GRADIENTS.get(operation.type());
            if (gradient == null) {
                throw new IllegalStateException("no gradient of " + operation.type());
            }
            Ops tf = new Ops(new NativeScope(nativeScope, graph, null).withSubScope(operation.name()));
            List<Operand<?>> results = new ArrayList<>();
            for (Operand<?> result : gradient.of(tf, operation, gradients)) {
                if (result == null) {
                    without.set(results.size());
                    results.add(gradients.getFirst());
                } else {
                    results.add(result);
                }
            }
            return results;
        } catch (Throwable t) {
            without.clear();
            FAILURE.set(t);
            return List.of();
        }
    }
}
