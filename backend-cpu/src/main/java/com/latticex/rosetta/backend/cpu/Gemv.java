package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Matrix by vector, out = out + A x: limited by reading A, so A is read once and in order. All vectors are dense. */
final class Gemv {
    private Gemv() {}

    /** A is rows by columns; each entry of the output is a dot product. */
    static void rows(long a, long x, long rows, long columns, long out) {
        long bytes = columns * WORD;
        long i = 0;
        for (; i + 4 <= rows; i += 4) {
            fourDots(a + i * bytes, bytes, x, out + i * WORD);
        }
        for (; i < rows; i++) {
            long o = out + i * WORD;
            word(o, word(o) + dot(a + i * bytes, x, bytes));
        }
    }

    private static void fourDots(long a, long bytes, long x, long out) {
        LongVector s0 = LongVector.zero(Memory.LONGS);
        LongVector s1 = s0;
        LongVector s2 = s0;
        LongVector s3 = s0;
        long j = 0;
        for (long stop = bytes - bytes % VECTOR; j < stop; j += VECTOR) {
            LongVector v = vector(x + j);
            s0 = s0.add(v.mul(vector(a + j)));
            s1 = s1.add(v.mul(vector(a + bytes + j)));
            s2 = s2.add(v.mul(vector(a + 2 * bytes + j)));
            s3 = s3.add(v.mul(vector(a + 3 * bytes + j)));
        }
        long t0 = s0.reduceLanes(VectorOperators.ADD);
        long t1 = s1.reduceLanes(VectorOperators.ADD);
        long t2 = s2.reduceLanes(VectorOperators.ADD);
        long t3 = s3.reduceLanes(VectorOperators.ADD);
        for (; j < bytes; j += WORD) {
            long v = word(x + j);
            t0 += v * word(a + j);
            t1 += v * word(a + bytes + j);
            t2 += v * word(a + 2 * bytes + j);
            t3 += v * word(a + 3 * bytes + j);
        }
        word(out, word(out) + t0);
        word(out + WORD, word(out + WORD) + t1);
        word(out + 2 * WORD, word(out + 2 * WORD) + t2);
        word(out + 3 * WORD, word(out + 3 * WORD) + t3);
    }

    private static long dot(long a, long x, long bytes) {
        LongVector sum = LongVector.zero(Memory.LONGS);
        long j = 0;
        for (long stop = bytes - bytes % VECTOR; j < stop; j += VECTOR) {
            sum = sum.add(vector(x + j).mul(vector(a + j)));
        }
        long total = sum.reduceLanes(VectorOperators.ADD);
        for (; j < bytes; j += WORD) {
            total += word(x + j) * word(a + j);
        }
        return total;
    }

    /**
     * A is stored columns by rows: the output is the sum of A's stored rows, each times an entry of x.
     *
     * @param stride distance of A's stored rows in bytes
     */
    static void transposed(long a, long stride, long x, long rows, long columns, long out) {
        long bytes = rows * WORD;
        long l = 0;
        for (; l + 4 <= columns; l += 4) {
            fourRows(a + l * stride, stride, x + l * WORD, out, bytes);
        }
        for (; l < columns; l++) {
            addScaled(a + l * stride, word(x + l * WORD), out, bytes);
        }
    }

    private static void fourRows(long a, long stride, long x, long out, long bytes) {
        long x0 = word(x);
        long x1 = word(x + WORD);
        long x2 = word(x + 2 * WORD);
        long x3 = word(x + 3 * WORD);
        long j = 0;
        for (long stop = bytes - bytes % VECTOR; j < stop; j += VECTOR) {
            LongVector left = vector(a + j).mul(x0).add(vector(a + stride + j).mul(x1));
            LongVector right = vector(a + 2 * stride + j)
                    .mul(x2)
                    .add(vector(a + 3 * stride + j).mul(x3));
            vector(out + j, vector(out + j).add(left).add(right));
        }
        for (; j < bytes; j += WORD) {
            word(
                    out + j,
                    word(out + j)
                            + x0 * word(a + j)
                            + x1 * word(a + stride + j)
                            + x2 * word(a + 2 * stride + j)
                            + x3 * word(a + 3 * stride + j));
        }
    }

    private static void addScaled(long a, long factor, long out, long bytes) {
        long j = 0;
        for (long stop = bytes - bytes % VECTOR; j < stop; j += VECTOR) {
            vector(out + j, vector(out + j).add(vector(a + j).mul(factor)));
        }
        for (; j < bytes; j += WORD) {
            word(out + j, word(out + j) + factor * word(a + j));
        }
    }
}
