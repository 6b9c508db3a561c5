package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.ALL;
import static com.latticex.rosetta.backend.cpu.Memory.LONG;
import static com.latticex.rosetta.backend.cpu.Memory.LONGS;
import static com.latticex.rosetta.backend.cpu.Memory.ORDER;
import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;

import jdk.incubator.vector.LongVector;

/**
 * The inner loop of the matrix product: out = from + A B on one tile of six rows by four vectors, which stays in 24 of the 32 registers that
 * AVX-512 has.
 *
 * <p>All distances are in bytes: between A's rows ({@code aRow}), between entries of a row ({@code aStep}), between B's rows
 * ({@code bStep}), and between rows of {@code from} and of {@code out}, which may be the same memory. So packed and plain
 * operands are read by the same code. The products of different k are independent but for one addition, so the loop runs at the
 * multiplier's rate. The Vector API is called directly, not through helpers: past a certain number of
 * nodes HotSpot inlines only what the JDK marks as to be inlined always, and keeps vectors in boxes at every other call.
 */
final class GemmTile {
    private GemmTile() {}

    /** The tile is four vectors wide. */
    static void four(
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
        LongVector c02 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * VECTOR, ORDER);
        LongVector c03 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * VECTOR, ORDER);
        LongVector c10 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow, ORDER);
        LongVector c11 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow + VECTOR, ORDER);
        LongVector c12 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow + 2 * VECTOR, ORDER);
        LongVector c13 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow + 3 * VECTOR, ORDER);
        LongVector c20 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow, ORDER);
        LongVector c21 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow + VECTOR, ORDER);
        LongVector c22 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow + 2 * VECTOR, ORDER);
        LongVector c23 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow + 3 * VECTOR, ORDER);
        LongVector c30 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow, ORDER);
        LongVector c31 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow + VECTOR, ORDER);
        LongVector c32 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow + 2 * VECTOR, ORDER);
        LongVector c33 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow + 3 * VECTOR, ORDER);
        LongVector c40 = LongVector.fromMemorySegment(LONGS, ALL, from + 4 * fromRow, ORDER);
        LongVector c41 = LongVector.fromMemorySegment(LONGS, ALL, from + 4 * fromRow + VECTOR, ORDER);
        LongVector c42 = LongVector.fromMemorySegment(LONGS, ALL, from + 4 * fromRow + 2 * VECTOR, ORDER);
        LongVector c43 = LongVector.fromMemorySegment(LONGS, ALL, from + 4 * fromRow + 3 * VECTOR, ORDER);
        LongVector c50 = LongVector.fromMemorySegment(LONGS, ALL, from + 5 * fromRow, ORDER);
        LongVector c51 = LongVector.fromMemorySegment(LONGS, ALL, from + 5 * fromRow + VECTOR, ORDER);
        LongVector c52 = LongVector.fromMemorySegment(LONGS, ALL, from + 5 * fromRow + 2 * VECTOR, ORDER);
        LongVector c53 = LongVector.fromMemorySegment(LONGS, ALL, from + 5 * fromRow + 3 * VECTOR, ORDER);
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
            LongVector b2 = LongVector.fromMemorySegment(LONGS, ALL, q + 2 * VECTOR, ORDER);
            LongVector b3 = LongVector.fromMemorySegment(LONGS, ALL, q + 3 * VECTOR, ORDER);
            LongVector a0 = LongVector.broadcast(LONGS, ALL.get(LONG, p));
            c00 = c00.add(b0.mul(a0));
            c01 = c01.add(b1.mul(a0));
            c02 = c02.add(b2.mul(a0));
            c03 = c03.add(b3.mul(a0));
            LongVector a1 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row1));
            c10 = c10.add(b0.mul(a1));
            c11 = c11.add(b1.mul(a1));
            c12 = c12.add(b2.mul(a1));
            c13 = c13.add(b3.mul(a1));
            LongVector a2 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row2));
            c20 = c20.add(b0.mul(a2));
            c21 = c21.add(b1.mul(a2));
            c22 = c22.add(b2.mul(a2));
            c23 = c23.add(b3.mul(a2));
            LongVector a3 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row3));
            c30 = c30.add(b0.mul(a3));
            c31 = c31.add(b1.mul(a3));
            c32 = c32.add(b2.mul(a3));
            c33 = c33.add(b3.mul(a3));
            LongVector a4 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row4));
            c40 = c40.add(b0.mul(a4));
            c41 = c41.add(b1.mul(a4));
            c42 = c42.add(b2.mul(a4));
            c43 = c43.add(b3.mul(a4));
            LongVector a5 = LongVector.broadcast(LONGS, ALL.get(LONG, p + row5));
            c50 = c50.add(b0.mul(a5));
            c51 = c51.add(b1.mul(a5));
            c52 = c52.add(b2.mul(a5));
            c53 = c53.add(b3.mul(a5));
            p += aStep;
            q += bStep;
        }
        c00.intoMemorySegment(ALL, out, ORDER);
        c01.intoMemorySegment(ALL, out + VECTOR, ORDER);
        c02.intoMemorySegment(ALL, out + 2 * VECTOR, ORDER);
        c03.intoMemorySegment(ALL, out + 3 * VECTOR, ORDER);
        c10.intoMemorySegment(ALL, out + outRow, ORDER);
        c11.intoMemorySegment(ALL, out + outRow + VECTOR, ORDER);
        c12.intoMemorySegment(ALL, out + outRow + 2 * VECTOR, ORDER);
        c13.intoMemorySegment(ALL, out + outRow + 3 * VECTOR, ORDER);
        c20.intoMemorySegment(ALL, out + 2 * outRow, ORDER);
        c21.intoMemorySegment(ALL, out + 2 * outRow + VECTOR, ORDER);
        c22.intoMemorySegment(ALL, out + 2 * outRow + 2 * VECTOR, ORDER);
        c23.intoMemorySegment(ALL, out + 2 * outRow + 3 * VECTOR, ORDER);
        c30.intoMemorySegment(ALL, out + 3 * outRow, ORDER);
        c31.intoMemorySegment(ALL, out + 3 * outRow + VECTOR, ORDER);
        c32.intoMemorySegment(ALL, out + 3 * outRow + 2 * VECTOR, ORDER);
        c33.intoMemorySegment(ALL, out + 3 * outRow + 3 * VECTOR, ORDER);
        c40.intoMemorySegment(ALL, out + 4 * outRow, ORDER);
        c41.intoMemorySegment(ALL, out + 4 * outRow + VECTOR, ORDER);
        c42.intoMemorySegment(ALL, out + 4 * outRow + 2 * VECTOR, ORDER);
        c43.intoMemorySegment(ALL, out + 4 * outRow + 3 * VECTOR, ORDER);
        c50.intoMemorySegment(ALL, out + 5 * outRow, ORDER);
        c51.intoMemorySegment(ALL, out + 5 * outRow + VECTOR, ORDER);
        c52.intoMemorySegment(ALL, out + 5 * outRow + 2 * VECTOR, ORDER);
        c53.intoMemorySegment(ALL, out + 5 * outRow + 3 * VECTOR, ORDER);
    }
}
