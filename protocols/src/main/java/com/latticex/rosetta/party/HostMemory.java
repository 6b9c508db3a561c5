package com.latticex.rosetta.party;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

/** Native host memory for messages, pooled by size class up to a bound; freed by the collector beyond it. */
final class HostMemory {
    private static final int SMALLEST = 12; // 4 KiB
    private static final int CLASSES = 15; // up to 64 MiB; larger ones are not kept
    private static final int KEPT_BYTES = 1 << 26; // of each class
    private static final int ALIGNMENT = 64;

    private final Queue<MemorySegment>[] free;

    @SuppressWarnings({"unchecked", "rawtypes"})
    HostMemory() {
        free = new Queue[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new ArrayBlockingQueue<>(Math.clamp(KEPT_BYTES >> (SMALLEST + i), 1, 64));
        }
    }

    /** Lends a segment of exactly this many bytes for one action. */
    void with(long bytes, Consumer<MemorySegment> action) {
        int log = 64 - Long.numberOfLeadingZeros(Math.max(bytes - 1, 0));
        int index = Math.max(log - SMALLEST, 0);
        if (index >= CLASSES) {
            try (Arena arena = Arena.ofShared()) {
                action.accept(arena.allocate(bytes, ALIGNMENT));
            }
            return;
        }
        MemorySegment segment = free[index].poll();
        if (segment == null) {
            segment = Arena.ofAuto().allocate(1L << (SMALLEST + index), ALIGNMENT);
        }
        try {
            action.accept(segment.asSlice(0, bytes));
        } finally {
            free[index].offer(segment);
        }
    }
}
