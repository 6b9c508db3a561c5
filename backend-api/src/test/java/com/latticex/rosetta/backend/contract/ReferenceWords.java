package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Words;

/** A view of a {@code long[]}. */
final class ReferenceWords implements Words {
    private final ReferenceMemory memory;
    private final long[] array;
    private final int offset;
    private final int size;
    private final boolean view;

    ReferenceWords(ReferenceMemory memory, long[] array) {
        this(memory, array, 0, array.length, false);
    }

    private ReferenceWords(ReferenceMemory memory, long[] array, int offset, int size, boolean view) {
        this.memory = memory;
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.view = view;
    }

    ReferenceMemory memory() {
        return memory;
    }

    long get(long i) {
        return array[offset + Math.toIntExact(i)];
    }

    void set(long i, long value) {
        array[offset + Math.toIntExact(i)] = value;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ReferenceWords slice(long from, long length) {
        memory.checkOpen();
        Arguments.slice(from, length, size);
        return new ReferenceWords(memory, array, offset + (int) from, (int) length, true);
    }

    @Override
    public void close() {
        if (!view) {
            memory.close();
        }
    }

    @Override
    public String toString() {
        return "Words(" + size + ")";
    }
}
