package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.Trigonometry;

/** Cosines and sines of multiples of angles, in integers. */
final class Harmonics {
    private Harmonics() {}

    static void harmonics(long x, long words, int bits, int step, int count, long cos, long sin) {
        for (int h = 0; h < count; h++) {
            long row = h * words * WORD;
            for (long e = 0; e < words * WORD; e += WORD) {
                long turn = Trigonometry.turn(word(x + e), bits, 1L + (long) h * step);
                word(cos + row + e, Trigonometry.cos(turn));
                word(sin + row + e, Trigonometry.sin(turn));
            }
        }
    }
}
