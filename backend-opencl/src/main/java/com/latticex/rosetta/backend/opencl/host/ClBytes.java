package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;

/** Bytes in an OpenCL buffer, or a view of some of them. */
public final class ClBytes implements Bytes, ClBuffer {
    static final int WIDTH = 1;

    private final ClMemory memory;
    private final long offset;
    private final long size;
    private final boolean view;

    ClBytes(ClMemory memory, long size) {
        this(memory, 0, size, false);
    }

    private ClBytes(ClMemory memory, long offset, long size, boolean view) {
        this.memory = memory;
        this.offset = offset;
        this.size = size;
        this.view = view;
    }

    @Override
    public ClMemory memory() {
        return memory;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ClBytes slice(long from, long length) {
        memory.checkOpen();
        Arguments.slice(from, length, size);
        return new ClBytes(memory, offset + from, length, true);
    }

    @Override
    public void close() {
        if (!view) {
            memory.close();
        }
    }

    @Override
    public String toString() {
        return "Bytes(" + size + ")";
    }
}
