package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.tensorflow.proto.NodeDef;

/**
 * What TensorFlow calls back: makes kernels, runs them, deletes them. TensorFlow holds a number where C++ would hold a pointer. No exception
 * leaves these functions (it would end the process): it becomes a TensorFlow error that names the node.
 */
final class KernelTable {
    private record Entry(NodeDef node, Kernel kernel) {}

    private static final MethodHandle NODE_DEF =
            KernelLibrary.function("TF_OpKernelConstruction_GetNodeDef", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle CONSTRUCTION_FAILURE =
            KernelLibrary.procedure("TF_OpKernelConstruction_Failure", ADDRESS, ADDRESS);

    private static final Map<String, KernelFactory> FACTORIES = new ConcurrentHashMap<>();
    private static final Map<Long, Entry> KERNELS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    static final MemorySegment CREATE = KernelLibrary.callback(MethodHandles.lookup(), "create", true, 1);
    static final MemorySegment COMPUTE = KernelLibrary.callback(MethodHandles.lookup(), "compute", false, 3);
    static final MemorySegment DELETE = KernelLibrary.callback(MethodHandles.lookup(), "delete", false, 1);

    private KernelTable() {}

    static void add(String operation, KernelFactory factory) {
        FACTORIES.put(operation, factory);
    }

    /** {@code void* create(TF_OpKernelConstruction*)}. */
    @SuppressWarnings("UnusedMethod") // called by TensorFlow
    private static MemorySegment create(MemorySegment construction) {
        String where = "a kernel";
        try {
            NodeDef node = nodeDef(construction);
            where = describe(node);
            KernelFactory factory = Objects.requireNonNull(FACTORIES.get(node.getOp()), "no kernel of this type");
            long number = NUMBERS.incrementAndGet();
            KERNELS.put(number, new Entry(node, factory.create(node)));
            return MemorySegment.ofAddress(number);
        } catch (Throwable t) {
            failConstruction(construction, where + ": " + message(t));
            return MemorySegment.NULL;
        }
    }

    /** {@code void compute(void* kernel, TF_OpKernelContext*, TF_AsyncOpKernelDoneCallback*)}. */
    @SuppressWarnings("UnusedMethod") // called by TensorFlow
    private static void compute(MemorySegment kernel, MemorySegment context, MemorySegment callback) {
        CallSlot slot = CallSlot.take();
        KernelContext call = new KernelContext(context, slot);
        AsyncCompletion completion;
        try {
            CompletionCheck.verifyLayout(callback);
            completion = AsyncCompletion.adopt(callback, slot);
        } catch (Throwable t) {
            // The callback is still TensorFlow's own and alive until this function returns.
            call.fail(message(t));
            AsyncCompletion.call(callback);
            slot.giveBack();
            return;
        }
        try {
            Entry entry = Objects.requireNonNull(KERNELS.get(kernel.address()), "the kernel is gone");
            if (entry.kernel.runsAtOnce(call)) {
                run(entry, call, completion);
            } else {
                Thread.ofVirtual().name(entry.node.getName()).start(() -> run(entry, call, completion));
            }
        } catch (Throwable t) {
            failCall(call, "a kernel: " + message(t));
            completion.complete();
        }
    }

    private static void run(Entry entry, KernelContext call, AsyncCompletion completion) {
        try {
            entry.kernel.compute(call);
        } catch (Throwable t) {
            failCall(call, describe(entry.node) + ": " + message(t));
        } finally {
            completion.complete();
        }
    }

    /** {@code void delete(void* kernel)}. */
    @SuppressWarnings("UnusedMethod") // called by TensorFlow
    private static void delete(MemorySegment kernel) {
        KERNELS.remove(kernel.address());
    }

    private static NodeDef nodeDef(MemorySegment construction) throws Throwable {
        CallSlot slot = CallSlot.take();
        try {
            MemorySegment definition = (MemorySegment)
                    NODE_DEF.invokeExact(construction, slot.status().handle());
            slot.status().check();
            try (NativeBuffer buffer = new NativeBuffer(definition)) {
                return NodeDef.parseFrom(buffer.bytes());
            }
        } finally {
            slot.giveBack();
        }
    }

    private static void failConstruction(MemorySegment construction, String message) {
        CallSlot slot = CallSlot.take();
        try {
            slot.status().setError(message);
            CONSTRUCTION_FAILURE.invokeExact(construction, slot.status().handle());
        } catch (Throwable t) {
            System.getLogger(KernelTable.class.getName())
                    .log(System.Logger.Level.ERROR, "cannot report: " + message, t);
        } finally {
            slot.status().clear();
            slot.giveBack();
        }
    }

    /** The failure of reporting a failure must not keep the call from completing. */
    private static void failCall(KernelContext call, String message) {
        try {
            call.fail(message);
        } catch (Throwable t) {
            System.getLogger(KernelTable.class.getName())
                    .log(System.Logger.Level.ERROR, "cannot report: " + message, t);
        }
    }

    private static String describe(NodeDef node) {
        return node.getOp() + " '" + node.getName() + "'";
    }

    private static String message(Throwable failure) {
        return failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }
}
