package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * TensorFlow's "this kernel call is done". TensorFlow passes the address of a by-value {@code std::function} parameter, which dies when the
 * compute function returns; it is moved to memory of our own, called once, and destroyed.
 *
 * <p>{@code Session.run} waits for every call: {@link #complete} must be reached on every path.
 */
final class AsyncCompletion {
    private static final MethodHandle RUN = KernelLibrary.procedure("TF_RunAsyncOpKernelDoneCallback", ADDRESS);

    private final CallSlot slot;
    private final AtomicBoolean completed = new AtomicBoolean();

    private AsyncCompletion(CallSlot slot) {
        this.slot = slot;
    }

    /** Takes the callback over, within the compute function. */
    static AsyncCompletion adopt(MemorySegment callback, CallSlot slot) {
        StdFunction.move(callback.reinterpret(StdFunction.BYTES), slot.completion());
        return new AsyncCompletion(slot);
    }

    /** Calls TensorFlow back; later calls do nothing. The kernel's context and the slot are dead afterwards. */
    void complete() {
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        call(slot.completion());
        StdFunction.destroy(slot.completion());
        slot.giveBack();
    }

    /** Calls a callback that was not taken over, within the compute function. */
    static void call(MemorySegment callback) {
        try {
            RUN.invokeExact(callback);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }
}
