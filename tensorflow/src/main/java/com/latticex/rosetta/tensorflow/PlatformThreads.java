package com.latticex.rosetta.tensorflow;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * TensorFlow's run blocks its thread in native code. On a virtual thread that would hold one of the few carriers, which
 * kernels need to make progress: three parties in one process would wait for each other for ever.
 */
final class PlatformThreads {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("rosetta-session-", 0).daemon().factory());

    private PlatformThreads() {}

    /** Runs at once on a platform thread, else on one of the pool while the virtual one waits. */
    static <T> T call(Supplier<T> action) {
        if (!Thread.currentThread().isVirtual()) {
            return action.get();
        }
        Future<T> future = THREADS.submit(action::get);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // A run cannot be abandoned half-way; it ends by itself within the channel's time-outs.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unchecked(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(ExecutionException wrapper) {
        Throwable failure = wrapper.getCause();
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(wrapper);
    }
}
