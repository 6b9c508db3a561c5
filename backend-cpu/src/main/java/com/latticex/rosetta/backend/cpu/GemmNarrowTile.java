package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.ALL;
import static com.latticex.rosetta.backend.cpu.Memory.LONG;
import static com.latticex.rosetta.backend.cpu.Memory.LONGS;
import static com.latticex.rosetta.backend.cpu.Memory.ORDER;
import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;

import jdk.incubator.vector.LongVector;

/**
 * Tiles of fewer than four vectors of columns, for the right edge and for processors with sixteen registers; otherwise
 * as {@link GemmTile}.
 */
final class GemmNarrowTile {
    private GemmNarrowTile() {}

    /** The tile is two vectors wide. */
    static void two(
            long a,
            long aRow,
            long aStep,
            long b,
            long bStep,
            long depth,
            long from,
            long fromRow,
            long out,
            long outRow) {
        LongVector c00 = LongVector.fromMemorySegment(LONGS, ALL, from, ORDER);
        LongVector c01 = LongVector.fromMemorySegment(LONGS, ALL, from + VECTOR, ORDER);
        LongVector c10 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow, ORDER);
        LongVector c11 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow + VECTOR, ORDER);
        LongVector c20 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow, ORDER);
        LongVector c21 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow + VECTOR, ORDER);
        LongVector c30 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow, ORDER);
        LongVector c31 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow + VECTOR, ORDER);
        LongVector c40 = LongVector.fromMemorySegment(LONGS, ALL, from + 4 * fromRow, ORDER);
        LongVector c41 = LongVector.fromMemorySegment(LONGS, ALL, from + 4 * fromRow + VECTOR, ORDER);
        LongVector c50 = LongVector.fromMemorySegment(LONGS, ALL, from + 5 * fromRow, ORDER);
        LongVector c51 = LongVector.fromMemorySegment(LONGS, ALL, from + 5 * fromRow + VECTOR, ORDER);
        long row1 = aRow;
        long row2 = 2 * aRow;
        long row3 = 3 * aRow;
        long row4 = 4 * aRow;
        long row5 = 5 * aRow;
        long p = a;
        long q = b;
        for (long k = 0; k < depth; k++) {
            LongVector b0 = LongVector.fromMemorySegment(LONGS, ALL, q, ORDER);
            LongVector b1 = LongVector.fromMemorySegment(LONGS, ALL, q + VECTOR, ORDER);
            LongVector a0 = LongVector.broadcast(LONGS, ALL.get(LONG, p));
            c00 = c00.add(b0.mul(a0));
            c01 = c01.add(b1.mul(a0));
            LongVector a1 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row1));
            c10 = c10.add(b0.mul(a1));
            c11 = c11.add(b1.mul(a1));
            LongVector a2 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row2));
            c20 = c20.add(b0.mul(a2));
            c21 = c21.add(b1.mul(a2));
            LongVector a3 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row3));
            c30 = c30.add(b0.mul(a3));
            c31 = c31.add(b1.mul(a3));
            LongVector a4 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row4));
            c40 = c40.add(b0.mul(a4));
            c41 = c41.add(b1.mul(a4));
            LongVector a5 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row5));
            c50 = c50.add(b0.mul(a5));
            c51 = c51.add(b1.mul(a5));
            p += aStep;
            q += bStep;
        }
        c00.intoMemorySegment(ALL, out, ORDER);
        c01.intoMemorySegment(ALL, out + VECTOR, ORDER);
        c10.intoMemorySegment(ALL, out + outRow, ORDER);
        c11.intoMemorySegment(ALL, out + outRow + VECTOR, ORDER);
        c20.intoMemorySegment(ALL, out + 2 * outRow, ORDER);
        c21.intoMemorySegment(ALL, out + 2 * outRow + VECTOR, ORDER);
        c30.intoMemorySegment(ALL, out + 3 * outRow, ORDER);
        c31.intoMemorySegment(ALL, out + 3 * outRow + VECTOR, ORDER);
        c40.intoMemorySegment(ALL, out + 4 * outRow, ORDER);
        c41.intoMemorySegment(ALL, out + 4 * outRow + VECTOR, ORDER);
        c50.intoMemorySegment(ALL, out + 5 * outRow, ORDER);
        c51.intoMemorySegment(ALL, out + 5 * outRow + VECTOR, ORDER);
    }

    /** The tile is one vector wide. */
    static void one(
            long a,
            long aRow,
            long aStep,
            long b,
            long bStep,
            long depth,
            long from,
            long fromRow,
            long out,
            long outRow) {
        LongVector c00 = LongVector.fromMemorySegment(LONGS, ALL, from, ORDER);
        LongVector c10 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow, ORDER);
        LongVector c20 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow, ORDER);
        LongVector c30 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow, ORDER);
        LongVector c40 = LongVector.fromMemorySegment(LONGS, ALL, from + 4 * fromRow, ORDER);
        LongVector c50 = LongVector.fromMemorySegment(LONGS, ALL, from + 5 * fromRow, ORDER);
        long row1 = aRow;
        long row2 = 2 * aRow;
        long row3 = 3 * aRow;
        long row4 = 4 * aRow;
        long row5 = 5 * aRow;
        long p = a;
        long q = b;
        for (long k = 0; k < depth; k++) {
            LongVector b0 = LongVector.fromMemorySegment(LONGS, ALL, q, ORDER);
            LongVector a0 = LongVector.broadcast(LONGS, ALL.get(LONG, p));
            c00 = c00.add(b0.mul(a0));
            LongVector a1 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row1));
            c10 = c10.add(b0.mul(a1));
            LongVector a2 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row2));
            c20 = c20.add(b0.mul(a2));
            LongVector a3 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row3));
            c30 = c30.add(b0.mul(a3));
            LongVector a4 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row4));
            c40 = c40.add(b0.mul(a4));
            LongVector a5 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row5));
            c50 = c50.add(b0.mul(a5));
            p += aStep;
            q += bStep;
        }
        c00.intoMemorySegment(ALL, out, ORDER);
        c10.intoMemorySegment(ALL, out + outRow, ORDER);
        c20.intoMemorySegment(ALL, out + 2 * outRow, ORDER);
        c30.intoMemorySegment(ALL, out + 3 * outRow, ORDER);
        c40.intoMemorySegment(ALL, out + 4 * outRow, ORDER);
        c50.intoMemorySegment(ALL, out + 5 * outRow, ORDER);
    }
}
