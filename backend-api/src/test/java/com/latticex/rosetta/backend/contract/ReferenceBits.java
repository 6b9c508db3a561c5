package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;
import java.math.BigInteger;

/** Bits, packed digits and public fractions, element by element. */
final class ReferenceBits {
    private static final int TOP = 15;
    private static final BigInteger BASE = BigInteger.valueOf(RingBackend.MODULUS);

    private ReferenceBits() {}

    /** Bit of an element in a plane of that many words. */
    private static int get(ReferenceWords planes, long width, long plane, long e) {
        return (int) (planes.get(plane * width + e / 64) >>> (e % 64)) & 1;
    }

    private static void set(ReferenceWords planes, long width, long plane, long e, int bit) {
        long at = plane * width + e / 64;
        planes.set(at, planes.get(at) & ~(1L << (e % 64)) | (long) bit << (e % 64));
    }

    private static long element(ReferenceWords words, long e) {
        return e < words.size() ? words.get(e) : 0;
    }

    /** The four bits of a block; the top one's three. */
    private static int block(long word, int b) {
        return (int) (word >>> 4 * b) & (b == TOP ? 7 : 15);
    }

    private static int values(int b) {
        return b == TOP ? 8 : 16;
    }

    static void expand(ReferenceWords plane, ReferenceWords out) {
        for (long e = 0; e < out.size(); e++) {
            out.set(e, get(plane, 0, 0, e));
        }
    }

    static void deal(ReferenceWords r, ReferenceWords share, ReferenceWords out) {
        long width = RingBackend.planeWords(r.size());
        for (long e = 0; e < 64 * width; e++) {
            for (int b = 0; b <= TOP; b++) {
                for (int v = 0; v < values(b); v++) {
                    int hot = block(element(r, e), b) == v ? 1 : 0;
                    set(out, width, 16 * b + v, e, get(share, width, 16 * b + v, e) ^ hot);
                }
            }
        }
    }

    static void compare(ReferenceWords c, ReferenceWords share, ReferenceWords out) {
        long width = RingBackend.planeWords(c.size());
        int[] position = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
        for (long e = 0; e < 64 * width; e++) {
            for (int b = 0; b <= TOP; b++) {
                int digit = block(element(c, e), b);
                int greater = 0;
                for (int v = digit + 1; v < values(b); v++) {
                    greater ^= get(share, width, 16 * b + v, e);
                }
                set(out, width, position[b], e, greater);
                if (b > 0) {
                    set(out, width, 15 + position[b], e, get(share, width, 16 * b + digit, e));
                }
            }
        }
    }

    static void pack(ReferenceBytes digits, ReferenceWords out) {
        for (long w = 0; w < out.size(); w++) {
            long from = w / 2 * 21 + w % 2 * 10;
            BigInteger word = BigInteger.ZERO;
            for (int i = 0; i < 10; i++) {
                word = word.add(BASE.pow(i).multiply(BigInteger.valueOf(digit(digits, from + i))));
            }
            int shared = digit(digits, w / 2 * 21 + 20);
            int part = w % 2 == 0 ? shared / 10 : shared % 10;
            out.set(w, word.add(BASE.pow(10).multiply(BigInteger.valueOf(part))).longValue());
        }
    }

    private static int digit(ReferenceBytes digits, long i) {
        return i < digits.size() ? digits.get(i) : 0;
    }

    static void unpack(ReferenceWords packed, ReferenceBytes out) {
        for (long i = 0; i < out.size(); i++) {
            long w = i / 21 * 2;
            int place = (int) (i % 21);
            if (place < 20) {
                BigInteger word = unsigned(packed.get(w + place / 10));
                out.set(i, word.divide(BASE.pow(place % 10)).mod(BASE).intValue());
            } else {
                BigInteger tens = unsigned(packed.get(w)).divide(BASE.pow(10));
                BigInteger ones = unsigned(packed.get(w + 1)).divide(BASE.pow(10));
                out.set(i, tens.multiply(BigInteger.TEN).add(ones).mod(BASE).intValue());
            }
        }
    }

    static long scale(long x, long k) {
        return unsigned(x).multiply(BigInteger.valueOf(k)).shiftRight(62).longValue();
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }
}
