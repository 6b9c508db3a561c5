package com.latticex.rosetta.backend.cpu;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.stream.IntStream;

/**
 * Splits large work over the processor's cores. A hand-off to another thread costs 30 to 90 microseconds, so only work of
 * some 200 microseconds and more is split, and within one fork-join task.
 */
final class Parallel {
    /** Cores to use at most; {@code -Drosetta.cpu.threads} lowers it, for example where parties share a machine. */
    static final int CORES =
            Integer.getInteger("rosetta.cpu.threads", Runtime.getRuntime().availableProcessors());

    private static final ForkJoinPool POOL = new ForkJoinPool(CORES);

    private Parallel() {}

    /** A part of the work: parts run side by side and in any order. */
    interface Part {
        void run(int index);
    }

    /** Into how many parts to split work that is worth {@code units}, when a part should be worth {@code least}. */
    static int parts(long units, long least) {
        return Math.clamp(units / least, 1, CORES);
    }

    static void run(int parts, Part part) {
        if (parts == 1) {
            part.run(0);
            return;
        }
        POOL.invoke(new RecursiveAction() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void compute() {
                ForkJoinTask.invokeAll(IntStream.range(0, parts)
                        .mapToObj(i -> ForkJoinTask.adapt(() -> part.run(i)))
                        .toList());
            }
        });
    }
}
