package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Sums along an axis. */
final class Reduce {
    private Reduce() {}

    static void sum(long x, long outer, long axis, long inner, long out) {
        for (long i = 0; i < outer; i++) {
            long from = x + i * axis * inner * WORD;
            long to = out + i * inner * WORD;
            if (inner == 1) {
                word(to, row(from, from + axis * WORD));
            } else {
                columns(from, axis, inner * WORD, to);
            }
        }
    }

    private static long row(long x, long end) {
        LongVector total = LongVector.zero(Memory.LONGS);
        long o = x;
        for (long stop = end - (end - x) % VECTOR; o < stop; o += VECTOR) {
            total = total.add(vector(o));
        }
        long sum = total.reduceLanes(VectorOperators.ADD);
        for (; o < end; o += WORD) {
            sum += word(o);
        }
        return sum;
    }

    /** Adds row after row, so that memory is read in order. */
    private static void columns(long x, long axis, long rowBytes, long out) {
        Elementwise.fill(0, out, out + rowBytes);
        for (long k = 0; k < axis; k++) {
            Elementwise.add(x + k * rowBytes, out, out, out + rowBytes);
        }
    }
}
