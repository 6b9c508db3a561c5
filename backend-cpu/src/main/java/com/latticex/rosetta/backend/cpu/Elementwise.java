package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementwise kernels modulo 2^64 on absolute addresses; {@code end} is the end of the output.
 *
 * <p>Each loop is written out, because a loop that takes its operation as a lambda does not vectorise once it has seen two.
 */
final class Elementwise {
    private Elementwise() {}

    /** Where whole vectors end. */
    private static long body(long out, long end) {
        return end - (end - out) % VECTOR;
    }

    static void fill(long value, long out, long end) {
        LongVector v = LongVector.broadcast(Memory.LONGS, value);
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, v);
        }
        for (; o < end; o += WORD) {
            word(o, value);
        }
    }

    static void add(long x, long y, long out, long end) {
        long a = x - out;
        long b = y - out;
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, vector(o + a).add(vector(o + b)));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) + word(o + b));
        }
    }

    static void subtract(long x, long y, long out, long end) {
        long a = x - out;
        long b = y - out;
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, vector(o + a).sub(vector(o + b)));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) - word(o + b));
        }
    }

    static void multiply(long x, long y, long out, long end) {
        long a = x - out;
        long b = y - out;
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, vector(o + a).mul(vector(o + b)));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) * word(o + b));
        }
    }

    static void multiplyAdd(long x, long y, long out, long end) {
        long a = x - out;
        long b = y - out;
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, vector(o).add(vector(o + a).mul(vector(o + b))));
        }
        for (; o < end; o += WORD) {
            word(o, word(o) + word(o + a) * word(o + b));
        }
    }

    static void affine(long x, long k, long c, long out, long end) {
        long a = x - out;
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, vector(o + a).mul(k).add(c));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) * k + c);
        }
    }

    static void shiftRight(long x, int bits, long out, long end) {
        long a = x - out;
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, vector(o + a).lanewise(VectorOperators.LSHR, bits));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) >>> bits);
        }
    }

    static void and(long x, long mask, long out, long end) {
        long a = x - out;
        long o = out;
        for (long stop = body(out, end); o < stop; o += VECTOR) {
            vector(o, vector(o + a).and(mask));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) & mask);
        }
    }
}
