package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Seed;
import java.util.Arrays;

/** The AES-128 key schedule (FIPS 197, section 5.2), with little-endian columns as the kernels want them. */
final class AesKey implements AutoCloseable {
    private static final int ROUND_KEY_WORDS = 44;
    private static final byte[] SBOX = sbox();

    private final long[] pairs = new long[ROUND_KEY_WORDS / 2];

    AesKey(Seed seed) {
        int[] w = new int[ROUND_KEY_WORDS];
        byte[] key = seed.key();
        for (int i = 0; i < Seed.BYTES; i++) {
            w[i / 4] |= (key[i] & 0xff) << 8 * (i % 4);
        }
        int constant = 1;
        for (int i = 4; i < ROUND_KEY_WORDS; i++) {
            int next = w[i - 1];
            if (i % 4 == 0) {
                next = substitute(Integer.rotateRight(next, 8)) ^ constant;
                constant = doubled(constant);
            }
            w[i] = w[i - 4] ^ next;
        }
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = w[2 * i] & 0xffff_ffffL | (long) w[2 * i + 1] << 32;
        }
        Arrays.fill(w, 0);
    }

    /** The round keys as one kernel parameter. */
    long[] words() {
        return pairs;
    }

    private static int substitute(int word) {
        int out = 0;
        for (int i = 0; i < 32; i += 8) {
            out |= (SBOX[word >>> i & 0xff] & 0xff) << i;
        }
        return out;
    }

    private static int doubled(int b) {
        return (b << 1 ^ (b >> 7) * 0x11b) & 0xff;
    }

    /** Inverse in GF(2^8), by running through the powers of the generator 3 and of its inverse, then the affine map. */
    private static byte[] sbox() {
        byte[] sbox = new byte[256];
        int p = 1;
        int q = 1;
        do {
            p = p ^ doubled(p);
            q ^= q << 1;
            q ^= q << 2;
            q ^= q << 4;
            q = (q ^ ((q & 0x80) != 0 ? 0x09 : 0)) & 0xff;
            int rotated = q ^ rotate(q, 1) ^ rotate(q, 2) ^ rotate(q, 3) ^ rotate(q, 4);
            sbox[p] = (byte) (rotated ^ 0x63);
        } while (p != 1);
        sbox[0] = 0x63;
        return sbox;
    }

    private static int rotate(int b, int bits) {
        return (b << bits | b >> 8 - bits) & 0xff;
    }

    @Override
    public void close() {
        Arrays.fill(pairs, 0);
    }

    @Override
    public String toString() {
        return "AesKey(secret)";
    }
}
