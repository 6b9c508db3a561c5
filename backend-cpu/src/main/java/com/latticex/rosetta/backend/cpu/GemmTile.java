package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.LONGS;
import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.LongVector;

/**
 * The inner loop of the matrix product: C = C + A B on one tile of C that stays in registers, 24 of the 32 that AVX-512 has.
 *
 * <p>A is packed as 6 words for each k, B as the tile's width for each k; {@code row} is the distance of C's rows in bytes. The
 * products of different k are independent but for one addition, so the loop runs at the multiplier's rate.
 */
final class GemmTile {
    private GemmTile() {}

    /** 6 rows by 4 vectors of columns. */
    static void rows6by4(long a, long b, long depth, long c, long row) {
        LongVector c00 = vector(c + 0 * row + 0 * VECTOR);
        LongVector c01 = vector(c + 0 * row + 1 * VECTOR);
        LongVector c02 = vector(c + 0 * row + 2 * VECTOR);
        LongVector c03 = vector(c + 0 * row + 3 * VECTOR);
        LongVector c10 = vector(c + 1 * row + 0 * VECTOR);
        LongVector c11 = vector(c + 1 * row + 1 * VECTOR);
        LongVector c12 = vector(c + 1 * row + 2 * VECTOR);
        LongVector c13 = vector(c + 1 * row + 3 * VECTOR);
        LongVector c20 = vector(c + 2 * row + 0 * VECTOR);
        LongVector c21 = vector(c + 2 * row + 1 * VECTOR);
        LongVector c22 = vector(c + 2 * row + 2 * VECTOR);
        LongVector c23 = vector(c + 2 * row + 3 * VECTOR);
        LongVector c30 = vector(c + 3 * row + 0 * VECTOR);
        LongVector c31 = vector(c + 3 * row + 1 * VECTOR);
        LongVector c32 = vector(c + 3 * row + 2 * VECTOR);
        LongVector c33 = vector(c + 3 * row + 3 * VECTOR);
        LongVector c40 = vector(c + 4 * row + 0 * VECTOR);
        LongVector c41 = vector(c + 4 * row + 1 * VECTOR);
        LongVector c42 = vector(c + 4 * row + 2 * VECTOR);
        LongVector c43 = vector(c + 4 * row + 3 * VECTOR);
        LongVector c50 = vector(c + 5 * row + 0 * VECTOR);
        LongVector c51 = vector(c + 5 * row + 1 * VECTOR);
        LongVector c52 = vector(c + 5 * row + 2 * VECTOR);
        LongVector c53 = vector(c + 5 * row + 3 * VECTOR);
        long p = a;
        long q = b;
        for (long k = 0; k < depth; k++) {
            LongVector b0 = vector(q + 0 * VECTOR);
            LongVector b1 = vector(q + 1 * VECTOR);
            LongVector b2 = vector(q + 2 * VECTOR);
            LongVector b3 = vector(q + 3 * VECTOR);
            LongVector a0 = LongVector.broadcast(LONGS, word(p + 0 * WORD));
            c00 = c00.add(b0.mul(a0));
            c01 = c01.add(b1.mul(a0));
            c02 = c02.add(b2.mul(a0));
            c03 = c03.add(b3.mul(a0));
            LongVector a1 = LongVector.broadcast(LONGS, word(p + 1 * WORD));
            c10 = c10.add(b0.mul(a1));
            c11 = c11.add(b1.mul(a1));
            c12 = c12.add(b2.mul(a1));
            c13 = c13.add(b3.mul(a1));
            LongVector a2 = LongVector.broadcast(LONGS, word(p + 2 * WORD));
            c20 = c20.add(b0.mul(a2));
            c21 = c21.add(b1.mul(a2));
            c22 = c22.add(b2.mul(a2));
            c23 = c23.add(b3.mul(a2));
            LongVector a3 = LongVector.broadcast(LONGS, word(p + 3 * WORD));
            c30 = c30.add(b0.mul(a3));
            c31 = c31.add(b1.mul(a3));
            c32 = c32.add(b2.mul(a3));
            c33 = c33.add(b3.mul(a3));
            LongVector a4 = LongVector.broadcast(LONGS, word(p + 4 * WORD));
            c40 = c40.add(b0.mul(a4));
            c41 = c41.add(b1.mul(a4));
            c42 = c42.add(b2.mul(a4));
            c43 = c43.add(b3.mul(a4));
            LongVector a5 = LongVector.broadcast(LONGS, word(p + 5 * WORD));
            c50 = c50.add(b0.mul(a5));
            c51 = c51.add(b1.mul(a5));
            c52 = c52.add(b2.mul(a5));
            c53 = c53.add(b3.mul(a5));
            p += 6 * WORD;
            q += 4 * VECTOR;
        }
        vector(c + 0 * row + 0 * VECTOR, c00);
        vector(c + 0 * row + 1 * VECTOR, c01);
        vector(c + 0 * row + 2 * VECTOR, c02);
        vector(c + 0 * row + 3 * VECTOR, c03);
        vector(c + 1 * row + 0 * VECTOR, c10);
        vector(c + 1 * row + 1 * VECTOR, c11);
        vector(c + 1 * row + 2 * VECTOR, c12);
        vector(c + 1 * row + 3 * VECTOR, c13);
        vector(c + 2 * row + 0 * VECTOR, c20);
        vector(c + 2 * row + 1 * VECTOR, c21);
        vector(c + 2 * row + 2 * VECTOR, c22);
        vector(c + 2 * row + 3 * VECTOR, c23);
        vector(c + 3 * row + 0 * VECTOR, c30);
        vector(c + 3 * row + 1 * VECTOR, c31);
        vector(c + 3 * row + 2 * VECTOR, c32);
        vector(c + 3 * row + 3 * VECTOR, c33);
        vector(c + 4 * row + 0 * VECTOR, c40);
        vector(c + 4 * row + 1 * VECTOR, c41);
        vector(c + 4 * row + 2 * VECTOR, c42);
        vector(c + 4 * row + 3 * VECTOR, c43);
        vector(c + 5 * row + 0 * VECTOR, c50);
        vector(c + 5 * row + 1 * VECTOR, c51);
        vector(c + 5 * row + 2 * VECTOR, c52);
        vector(c + 5 * row + 3 * VECTOR, c53);
    }
}
