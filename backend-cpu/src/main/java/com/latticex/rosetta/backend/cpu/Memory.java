package com.latticex.rosetta.backend.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Absolute addressing of memory outside the heap.
 *
 * <p>One segment spans all memory, so every access in every kernel has the same segment: HotSpot then keeps it in
 * registers, whereas a call site that has seen heap and native segments makes every kernel tens of times slower. Bounds and
 * lifetimes are checked once, where a call enters the backend.
 */
final class Memory {
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    /** Words in a vector. */
    static final int LANES = LONGS.length();

    /** Bytes in a word, and in a vector. */
    static final long WORD = Long.BYTES;

    static final long VECTOR = LANES * WORD;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

    /** Four vectors of zeros, to start sums from. */
    static final long ZEROS = Arena.global().allocate(4 * VECTOR, 64).address();

    private Memory() {}

    static long word(long address) {
        return ALL.get(LONG, address);
    }

    static void word(long address, long value) {
        ALL.set(LONG, address, value);
    }

    static int digit(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    static void digit(long address, int value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, (byte) value);
    }

    static LongVector vector(long address) {
        return LongVector.fromMemorySegment(LONGS, ALL, address, ORDER);
    }

    static void vector(long address, LongVector value) {
        value.intoMemorySegment(ALL, address, ORDER);
    }

    /** {@code bytes} bytes at {@code address} as a segment, for bulk copies only. */
    static MemorySegment segment(long address, long bytes) {
        return ALL.asSlice(address, bytes);
    }

    static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }
}
