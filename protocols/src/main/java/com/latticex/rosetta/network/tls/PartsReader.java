package com.latticex.rosetta.network.tls;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Reads the parts of a message one after another, in chunks. */
final class PartsReader {
    private final List<MemorySegment> parts;
    private int part;
    private long offset;

    PartsReader(List<MemorySegment> parts) {
        this.parts = parts;
    }

    /** Appends the next {@code length} bytes to a heap buffer. */
    void appendTo(ByteBuf heap, int length) {
        int left = length;
        while (left > 0) {
            MemorySegment source = parts.get(part);
            int n = (int) Math.min(left, source.byteSize() - offset);
            MemorySegment.copy(
                    source, ValueLayout.JAVA_BYTE, offset, heap.array(), heap.arrayOffset() + heap.writerIndex(), n);
            heap.writerIndex(heap.writerIndex() + n);
            offset += n;
            left -= n;
            if (offset == source.byteSize()) {
                part++;
                offset = 0;
            }
        }
    }
}
