package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.Seed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** AES-128 key expansion (FIPS 197, section 5.2), done once on the host: kernels get the eleven round keys. */
public final class RoundKeys implements AutoCloseable {
    private static final int COLUMNS = 44;
    private static final int[] SBOX = sbox();

    private final long[] words;

    private RoundKeys(long[] words) {
        this.words = words;
    }

    public static RoundKeys of(Seed seed) {
        ByteBuffer key = ByteBuffer.wrap(seed.key()).order(ByteOrder.LITTLE_ENDIAN);
        int[] columns = new int[COLUMNS];
        for (int i = 0; i < 4; i++) {
            columns[i] = key.getInt(4 * i);
        }
        int constant = 1;
        for (int i = 4; i < COLUMNS; i++) {
            int last = columns[i - 1];
            if (i % 4 == 0) {
                last = substitute(Integer.rotateRight(last, 8)) ^ constant;
                constant = twice(constant);
            }
            columns[i] = columns[i - 4] ^ last;
        }
        long[] words = new long[COLUMNS / 2];
        for (int i = 0; i < words.length; i++) {
            words[i] = columns[2 * i] & 0xFFFF_FFFFL | (long) columns[2 * i + 1] << 32;
        }
        Arrays.fill(columns, 0);
        return new RoundKeys(words);
    }

    long word(int i) {
        return words[i];
    }

    /** Appends the kernel parameters {@code ulong16, ulong4, ulong2}. */
    public ClLaunch to(ClLaunch launch) {
        return launch.secret(words, 0, 16).secret(words, 16, 4).secret(words, 20, 2);
    }

    /** Appends 22 kernel parameters {@code ulong}, for kernels without vectors. */
    public ClLaunch scalarsTo(ClLaunch launch) {
        for (int i = 0; i < words.length; i++) {
            launch.secret(words, i, 1);
        }
        return launch;
    }

    @Override
    public void close() {
        Arrays.fill(words, 0);
    }

    @Override
    public String toString() {
        return "RoundKeys(secret)";
    }

    private static int substitute(int column) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            result |= SBOX[column >>> shift & 0xFF] << shift;
        }
        return result;
    }

    private static int twice(int x) {
        return (x << 1 ^ (x >>> 7) * 0x11B) & 0xFF;
    }

    /** Walks through the field by p = 3^i and q = 3^-i (FIPS 197, section 5.1.1: inverse, then an affine map). */
    private static int[] sbox() {
        int[] box = new int[256];
        int p = 1;
        int q = 1;
        do {
            p ^= twice(p);
            q ^= q << 1;
            q ^= q << 2;
            q ^= q << 4;
            q &= 0xFF;
            q ^= (q >>> 7) * 0x09;
            int rotations = q ^ rotate(q, 1) ^ rotate(q, 2) ^ rotate(q, 3) ^ rotate(q, 4);
            box[p] = rotations ^ 0x63;
        } while (p != 1);
        box[0] = 0x63;
        return box;
    }

    private static int rotate(int x, int bits) {
        return (x << bits | x >>> (8 - bits)) & 0xFF;
    }
}
