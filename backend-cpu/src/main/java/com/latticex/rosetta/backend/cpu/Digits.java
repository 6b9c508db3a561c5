package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.digit;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.DeviceException;

/** Uniform digits by rejection, in groups of 64 that draw from bytes of their own. */
final class Digits {
    private static final int GROUP = 64;
    private static final int FIRST = 96;
    private static final int MORE = 256;
    private static final int ATTEMPTS = 4;

    /** The number of accepted bytes, and the digit of each of them. */
    private final int limit;

    private final int modulus;
    private final int least;
    private final byte[] table = new byte[256];

    private Digits(int modulus, int least) {
        this.modulus = modulus;
        this.least = least;
        limit = 3 * modulus;
        for (int i = 0; i < limit; i++) {
            table[i] = (byte) (i % modulus + least);
        }
    }

    /** Digits 0 to 66. */
    static final Digits ANY = new Digits(RingBackend.MODULUS, 0);

    /** Digits 1 to 66. */
    static final Digits NON_ZERO = new Digits(RingBackend.MODULUS - 1, 1);

    void fill(AesCtr.Cache ciphers, Seed key, long nonce, long out, long size) {
        AesCtr cipher = ciphers.take();
        cipher.start(key, nonce, 0);
        int perPiece = AesCtr.PIECE / FIRST;
        long groups = (size + GROUP - 1) / GROUP;
        for (long g = 0; g < groups; g += perPiece) {
            int count = (int) Math.min(perPiece, groups - g);
            byte[] candidates = cipher.next(count * FIRST);
            for (int i = 0; i < count; i++) {
                long from = (g + i) * GROUP;
                int length = (int) Math.min(GROUP, size - from);
                int found = Wide.AVAILABLE
                        ? WideDigits.accept(candidates, i * FIRST, modulus, least, out + from, length)
                        : accept(candidates, i * FIRST, FIRST, out + from, 0, length);
                if (found < length) {
                    complete(ciphers, key, nonce, g + i, out + from, found, length);
                }
            }
        }
        ciphers.give(cipher);
    }

    /** Appends accepted candidates to a group of which {@code found} are there; returns how many are. */
    private int accept(byte[] candidates, int from, int count, long out, int found, int length) {
        int filled = found;
        for (int i = from; i < from + count && filled < length; i++) {
            int candidate = candidates[i] & 0xFF;
            if (candidate < limit) {
                digit(out + filled++, table[candidate]);
            }
        }
        return filled;
    }

    private void complete(AesCtr.Cache ciphers, Seed key, long nonce, long group, long out, int found, int length) {
        AesCtr cipher = ciphers.take();
        int filled = found;
        for (int attempt = 1; filled < length; attempt++) {
            if (attempt > ATTEMPTS) {
                throw new DeviceException("the generator rejected more than a thousand candidates: it is broken");
            }
            cipher.start(key, nonce ^ 1L << 64 - attempt, group * (MORE / 16));
            filled = accept(cipher.next(MORE), 0, MORE, out, filled, length);
        }
        ciphers.give(cipher);
    }
}
