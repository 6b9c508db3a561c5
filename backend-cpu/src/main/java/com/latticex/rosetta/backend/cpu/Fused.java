package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Elementwise protocol steps in one pass over memory. */
final class Fused {
    private Fused() {}

    /** out = (first my - b) mx + ab - my a: as {@code RingBackend.beaver}, one product fewer. */
    static void beaver(long first, long mx, long my, long a, long b, long ab, long out, long end) {
        long dMx = mx - out;
        long dMy = my - out;
        long dA = a - out;
        long dB = b - out;
        long dAb = ab - out;
        long o = out;
        for (long stop = end - (end - out) % VECTOR; o < stop; o += VECTOR) {
            LongVector maskedY = vector(o + dMy);
            LongVector left = maskedY.and(-first).sub(vector(o + dB)).mul(vector(o + dMx));
            vector(o, left.add(vector(o + dAb)).sub(maskedY.mul(vector(o + dA))));
        }
        for (; o < end; o += WORD) {
            long maskedY = word(o + dMy);
            word(o, (first * maskedY - word(o + dB)) * word(o + dMx) + word(o + dAb) - maskedY * word(o + dA));
        }
    }

    /** As {@code RingBackend.truncateOpened}; c's top bit selects whether 2^(64-f) top is added. */
    static void truncateOpened(long first, int f, long c, long shifted, long top, long out, long end) {
        long dC = c - out;
        long dShifted = shifted - out;
        long dTop = top - out;
        long offset = -first << 62 - f;
        long o = out;
        for (long stop = end - (end - out) % VECTOR; o < stop; o += VECTOR) {
            LongVector opened = vector(o + dC);
            LongVector low = opened.lanewise(VectorOperators.ASHR, 63).not();
            LongVector wrap =
                    vector(o + dTop).lanewise(VectorOperators.LSHL, 64 - f).and(low);
            LongVector head =
                    opened.lanewise(VectorOperators.LSHR, f).and(-first).add(offset);
            vector(o, head.sub(vector(o + dShifted)).add(wrap));
        }
        for (; o < end; o += WORD) {
            long opened = word(o + dC);
            long wrap = word(o + dTop) << 64 - f & ~(opened >> 63);
            word(o, (opened >>> f & -first) + offset - word(o + dShifted) + wrap);
        }
    }
}
