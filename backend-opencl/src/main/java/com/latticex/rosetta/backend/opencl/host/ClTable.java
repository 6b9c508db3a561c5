package com.latticex.rosetta.backend.opencl.host;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A constant table of 32-bit integers, uploaded at its first use and kept until the queue is closed. */
public final class ClTable {
    private final ClQueue queue;
    private final Supplier<int[]> content;
    private @Nullable ClBytes uploaded;

    public ClTable(ClQueue queue, Supplier<int[]> content) {
        this.queue = queue;
        this.content = content;
    }

    public synchronized ClBytes onDevice() {
        if (uploaded == null) {
            MemorySegment table = MemorySegment.ofArray(content.get());
            ClBytes bytes = queue.constant(table.byteSize());
            queue.upload(table, bytes);
            uploaded = bytes;
        }
        return uploaded;
    }
}
