package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.OpDef;

/**
 * Definitions of the ops that TensorFlow has in this process, asked for one by one: the list of all of them takes longer to read
 * than a graph to run.
 */
public final class RegisteredOps {
    private static final MethodHandle NEW_GRAPH = KernelLibrary.function("TF_NewGraph", ADDRESS);
    private static final MethodHandle NEW_BUFFER = KernelLibrary.function("TF_NewBuffer", ADDRESS);
    private static final MethodHandle DEFINITION =
            KernelLibrary.procedure("TF_GraphGetOpDef", ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    private static final Map<String, OpDef> FOUND = new ConcurrentHashMap<>();
    private static @Nullable RegisteredOps instance;

    /** An empty graph: a way to TensorFlow's own registry. */
    private final MemorySegment graph;

    private final NativeStatus status = new NativeStatus();

    private RegisteredOps() throws Throwable {
        graph = (MemorySegment) NEW_GRAPH.invokeExact();
    }

    /** The definition of an op, empty if TensorFlow has none of this name. */
    public static Optional<OpDef> find(String op) {
        OpDef known = FOUND.get(op);
        return known != null ? Optional.of(known) : ask(op);
    }

    private static synchronized Optional<OpDef> ask(String op) {
        try {
            RegisteredOps registry = instance;
            if (registry == null) {
                registry = new RegisteredOps();
                instance = registry;
            }
            Optional<OpDef> found = registry.lookUp(op);
            found.ifPresent(definition -> FOUND.put(op, definition));
            return found;
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    private Optional<OpDef> lookUp(String op) throws Throwable {
        try (Arena arena = Arena.ofConfined();
                NativeBuffer buffer = new NativeBuffer((MemorySegment) NEW_BUFFER.invokeExact())) {
            DEFINITION.invokeExact(graph, arena.allocateFrom(op), buffer.handle(), status.handle());
            if (!status.isOk()) {
                status.clear();
                return Optional.empty();
            }
            OpDef definition = OpDef.parseFrom(buffer.bytes());
            // C takes a name to end where Java's may go on.
            return Optional.of(definition).filter(d -> d.getName().equals(op));
        }
    }
}
