package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

/** Products with fractions of 62 bits. */
final class Fractions {
    private Fractions() {}

    /** As {@code RingBackend.scale}: bits 62 to 125 of the product of an unsigned and a signed word. */
    static void scale(long x, long k, long out, long end) {
        long a = x - out;
        long b = k - out;
        for (long o = out; o < end; o += WORD) {
            long value = word(o + a);
            long factor = word(o + b);
            long high = Math.multiplyHigh(value, factor) + (value >> 63 & factor);
            word(o, high << 2 | value * factor >>> 62);
        }
    }
}
