package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.MatMulShape;

/** Matrix products modulo 2^64. */
final class Gemm {
    private Gemm() {}

    static void matmul(long x, long y, MatMulShape s, boolean accumulate, long out) {
        for (long g = 0; g < s.batch(); g++) {
            long a = x + (s.broadcastX() ? 0 : g * s.m() * s.k() * WORD);
            long b = y + (s.broadcastY() ? 0 : g * s.k() * s.n() * WORD);
            one(a, b, s, accumulate, out + g * s.m() * s.n() * WORD);
        }
    }

    private static void one(long x, long y, MatMulShape s, boolean accumulate, long out) {
        long xRow = WORD * (s.transposeX() ? 1 : s.k());
        long xColumn = WORD * (s.transposeX() ? s.m() : 1);
        long yRow = WORD * (s.transposeY() ? 1 : s.n());
        long yColumn = WORD * (s.transposeY() ? s.k() : 1);
        for (long i = 0; i < s.m(); i++) {
            for (long j = 0; j < s.n(); j++) {
                long o = out + (i * s.n() + j) * WORD;
                long total = accumulate ? word(o) : 0;
                for (long l = 0; l < s.k(); l++) {
                    total += word(x + i * xRow + l * xColumn) * word(y + l * yRow + j * yColumn);
                }
                word(o, total);
            }
        }
    }
}
