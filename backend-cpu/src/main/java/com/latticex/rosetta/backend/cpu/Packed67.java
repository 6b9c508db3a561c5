package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.RingBackend.MODULUS;
import static com.latticex.rosetta.backend.RingBackend.PACKED;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.digit;
import static com.latticex.rosetta.backend.cpu.Memory.word;

/** Digits modulo 67, 21 in two words. */
final class Packed67 {
    private static final int SMALL = 10;
    private static final long FIVE = power(5);

    private Packed67() {}

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= MODULUS;
        }
        return power;
    }

    static void pack(long digits, long count, long out) {
        long o = out;
        long from = 0;
        for (; from + PACKED <= count; from += PACKED, o += 2 * WORD) {
            int shared = digit(digits + from + 2 * SMALL);
            word(o, ten(digits + from, shared / 10));
            word(o + WORD, ten(digits + from + SMALL, shared % 10));
        }
        for (; from < count; from += SMALL, o += WORD) {
            long value = 0;
            for (long i = Math.min(from + SMALL, count) - 1; i >= from; i--) {
                value = value * MODULUS + digit(digits + i);
            }
            word(o, value);
        }
    }

    /** Ten digits and what stands above them; two chains of five, which run side by side. */
    private static long ten(long d, int above) {
        long high = above;
        long low = 0;
        for (int i = 4; i >= 0; i--) {
            high = high * MODULUS + digit(d + 5 + i);
            low = low * MODULUS + digit(d + i);
        }
        return high * FIVE + low;
    }

    static void unpack(long packed, long out, long count) {
        long p = packed;
        long from = 0;
        for (; from + PACKED <= count; from += PACKED, p += 2 * WORD) {
            long tens = split(word(p), out + from);
            long ones = split(word(p + WORD), out + from + SMALL);
            digit(out + from + 2 * SMALL, (int) ((tens * 10 + ones) % MODULUS));
        }
        for (; from < count; from += SMALL, p += WORD) {
            long value = word(p);
            for (long i = from; i < Math.min(from + SMALL, count); i++) {
                digit(out + i, (int) Long.remainderUnsigned(value, MODULUS));
                value = Long.divideUnsigned(value, MODULUS);
            }
        }
    }

    /** Writes ten digits and returns what stands above them. */
    private static long split(long value, long out) {
        long high = Long.divideUnsigned(value, FIVE);
        long low = value - high * FIVE;
        for (int i = 0; i < 5; i++) {
            long lowNext = low / MODULUS;
            digit(out + i, (int) (low - lowNext * MODULUS));
            low = lowNext;
            long highNext = high / MODULUS;
            digit(out + 5 + i, (int) (high - highNext * MODULUS));
            high = highNext;
        }
        return high;
    }
}
