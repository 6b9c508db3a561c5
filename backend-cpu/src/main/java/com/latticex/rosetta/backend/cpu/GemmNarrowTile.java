package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.LONGS;
import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.LongVector;

/**
 * The tiles at the right edge, where fewer than four vectors of columns are left; otherwise as {@link GemmTile}.
 */
final class GemmNarrowTile {
    private GemmNarrowTile() {}

    /** 6 rows by 2 vectors of columns. */
    static void rows6by2(long a, long b, long depth, long c, long row) {
        LongVector c00 = vector(c + 0 * row + 0 * VECTOR);
        LongVector c01 = vector(c + 0 * row + 1 * VECTOR);
        LongVector c10 = vector(c + 1 * row + 0 * VECTOR);
        LongVector c11 = vector(c + 1 * row + 1 * VECTOR);
        LongVector c20 = vector(c + 2 * row + 0 * VECTOR);
        LongVector c21 = vector(c + 2 * row + 1 * VECTOR);
        LongVector c30 = vector(c + 3 * row + 0 * VECTOR);
        LongVector c31 = vector(c + 3 * row + 1 * VECTOR);
        LongVector c40 = vector(c + 4 * row + 0 * VECTOR);
        LongVector c41 = vector(c + 4 * row + 1 * VECTOR);
        LongVector c50 = vector(c + 5 * row + 0 * VECTOR);
        LongVector c51 = vector(c + 5 * row + 1 * VECTOR);
        long p = a;
        long q = b;
        for (long k = 0; k < depth; k++) {
            LongVector b0 = vector(q + 0 * VECTOR);
            LongVector b1 = vector(q + 1 * VECTOR);
            LongVector a0 = LongVector.broadcast(LONGS, word(p + 0 * WORD));
            c00 = c00.add(b0.mul(a0));
            c01 = c01.add(b1.mul(a0));
            LongVector a1 = LongVector.broadcast(LONGS, word(p + 1 * WORD));
            c10 = c10.add(b0.mul(a1));
            c11 = c11.add(b1.mul(a1));
            LongVector a2 = LongVector.broadcast(LONGS, word(p + 2 * WORD));
            c20 = c20.add(b0.mul(a2));
            c21 = c21.add(b1.mul(a2));
            LongVector a3 = LongVector.broadcast(LONGS, word(p + 3 * WORD));
            c30 = c30.add(b0.mul(a3));
            c31 = c31.add(b1.mul(a3));
            LongVector a4 = LongVector.broadcast(LONGS, word(p + 4 * WORD));
            c40 = c40.add(b0.mul(a4));
            c41 = c41.add(b1.mul(a4));
            LongVector a5 = LongVector.broadcast(LONGS, word(p + 5 * WORD));
            c50 = c50.add(b0.mul(a5));
            c51 = c51.add(b1.mul(a5));
            p += 6 * WORD;
            q += 2 * VECTOR;
        }
        vector(c + 0 * row + 0 * VECTOR, c00);
        vector(c + 0 * row + 1 * VECTOR, c01);
        vector(c + 1 * row + 0 * VECTOR, c10);
        vector(c + 1 * row + 1 * VECTOR, c11);
        vector(c + 2 * row + 0 * VECTOR, c20);
        vector(c + 2 * row + 1 * VECTOR, c21);
        vector(c + 3 * row + 0 * VECTOR, c30);
        vector(c + 3 * row + 1 * VECTOR, c31);
        vector(c + 4 * row + 0 * VECTOR, c40);
        vector(c + 4 * row + 1 * VECTOR, c41);
        vector(c + 5 * row + 0 * VECTOR, c50);
        vector(c + 5 * row + 1 * VECTOR, c51);
    }

    /** 6 rows by 1 vector of columns. */
    static void rows6by1(long a, long b, long depth, long c, long row) {
        LongVector c00 = vector(c + 0 * row + 0 * VECTOR);
        LongVector c10 = vector(c + 1 * row + 0 * VECTOR);
        LongVector c20 = vector(c + 2 * row + 0 * VECTOR);
        LongVector c30 = vector(c + 3 * row + 0 * VECTOR);
        LongVector c40 = vector(c + 4 * row + 0 * VECTOR);
        LongVector c50 = vector(c + 5 * row + 0 * VECTOR);
        long p = a;
        long q = b;
        for (long k = 0; k < depth; k++) {
            LongVector b0 = vector(q + 0 * VECTOR);
            LongVector a0 = LongVector.broadcast(LONGS, word(p + 0 * WORD));
            c00 = c00.add(b0.mul(a0));
            LongVector a1 = LongVector.broadcast(LONGS, word(p + 1 * WORD));
            c10 = c10.add(b0.mul(a1));
            LongVector a2 = LongVector.broadcast(LONGS, word(p + 2 * WORD));
            c20 = c20.add(b0.mul(a2));
            LongVector a3 = LongVector.broadcast(LONGS, word(p + 3 * WORD));
            c30 = c30.add(b0.mul(a3));
            LongVector a4 = LongVector.broadcast(LONGS, word(p + 4 * WORD));
            c40 = c40.add(b0.mul(a4));
            LongVector a5 = LongVector.broadcast(LONGS, word(p + 5 * WORD));
            c50 = c50.add(b0.mul(a5));
            p += 6 * WORD;
            q += 1 * VECTOR;
        }
        vector(c + 0 * row + 0 * VECTOR, c00);
        vector(c + 1 * row + 0 * VECTOR, c10);
        vector(c + 2 * row + 0 * VECTOR, c20);
        vector(c + 3 * row + 0 * VECTOR, c30);
        vector(c + 4 * row + 0 * VECTOR, c40);
        vector(c + 5 * row + 0 * VECTOR, c50);
    }
}
