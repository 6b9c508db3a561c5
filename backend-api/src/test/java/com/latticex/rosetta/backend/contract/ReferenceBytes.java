package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;

/** A view of a {@code byte[]}. */
final class ReferenceBytes implements Bytes {
    private final ReferenceMemory memory;
    private final byte[] array;
    private final int offset;
    private final int size;
    private final boolean view;

    ReferenceBytes(ReferenceMemory memory, byte[] array) {
        this(memory, array, 0, array.length, false);
    }

    private ReferenceBytes(ReferenceMemory memory, byte[] array, int offset, int size, boolean view) {
        this.memory = memory;
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.view = view;
    }

    ReferenceMemory memory() {
        return memory;
    }

    int get(long i) {
        return array[offset + Math.toIntExact(i)];
    }

    void set(long i, int value) {
        array[offset + Math.toIntExact(i)] = (byte) value;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ReferenceBytes slice(long from, long length) {
        memory.checkOpen();
        Arguments.slice(from, length, size);
        return new ReferenceBytes(memory, array, offset + (int) from, (int) length, true);
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
