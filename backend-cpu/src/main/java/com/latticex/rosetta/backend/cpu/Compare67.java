package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.RingBackend.BLINDED;
import static com.latticex.rosetta.backend.RingBackend.DIGITS;
import static com.latticex.rosetta.backend.RingBackend.MODULUS;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.digit;
import static com.latticex.rosetta.backend.cpu.Memory.word;

/** The private comparison's digits modulo 67, by plain loops, where the processor lacks what
 * {@link WideCompare67} needs. */
final class Compare67 {
    private Compare67() {}

    static void deal(long r, long share, long out, long words) {
        for (long e = 0; e < words; e++) {
            long bits = word(r + e * WORD);
            for (int j = 0; j < DIGITS; j++) {
                int d = (int) (bits >>> j & 1) - digit(share + DIGITS * e + j);
                digit(out + DIGITS * e + j, d < 0 ? d + MODULUS : d);
            }
        }
    }

    static void blind(int first, long c, long coins, long share, long multipliers, long refresh, long out, long words) {
        for (long e = 0; e < words; e++) {
            long coin = word(coins + e * WORD);
            int beta = (int) (coin & 1);
            int rotation = (int) (coin >>> 8 & 63);
            long t = (word(c + e * WORD) & Long.MAX_VALUE) + beta;
            int sum = 0;
            for (int j = BLINDED - 1; j >= 0; j--) {
                int bit = (int) (t >>> j & 1);
                int r = j < DIGITS ? digit(share + DIGITS * e + j) : 0;
                int d = beta == 0 ? first * (bit + 1) - r + sum : r + first * (1 - bit) + sum;
                long at = BLINDED * e + (j + rotation & 63);
                int u = digit(refresh + at);
                digit(out + at, Math.floorMod(digit(multipliers + at) * d + (first == 1 ? u : -u), MODULUS));
                sum += bit == 0 ? r : first - r;
            }
        }
    }

    static void anyZero(long x, long y, long out, long words) {
        for (long e = 0; e < words; e++) {
            long found = 0;
            for (long i = BLINDED * e; i < BLINDED * (e + 1); i++) {
                int d = digit(x + i) + digit(y + i);
                found |= d == 0 || d == MODULUS ? 1 : 0;
            }
            word(out + e * WORD, found);
        }
    }
}
