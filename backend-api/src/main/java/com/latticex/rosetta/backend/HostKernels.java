package com.latticex.rosetta.backend;

import java.lang.foreign.MemorySegment;

/** Composite kernels computed on the host, by way of a transfer each way: right on any device, fast on none. */
final class HostKernels {
    private static final int BLOCKS = 16;
    private static final int BLOCK_BITS = 4;
    private static final int TOP_BITS = 3;
    /** Digits of a packed word, but for the one that two share. */
    private static final int SMALL = 10;

    private static final int BASE = RingBackend.MODULUS;

    private HostKernels() {}

    private static long[] host(RingBackend backend, Words words) {
        long[] host = new long[Math.toIntExact(words.size())];
        backend.download(words, MemorySegment.ofArray(host));
        return host;
    }

    private static byte[] host(RingBackend backend, Bytes bytes) {
        byte[] host = new byte[Math.toIntExact(bytes.size())];
        backend.download(bytes, MemorySegment.ofArray(host));
        return host;
    }

    static void xor(RingBackend backend, Words x, Words y, Words out) {
        Arguments.sameSize("xor", x, y, out);
        long[] a = host(backend, x);
        long[] b = host(backend, y);
        for (int i = 0; i < a.length; i++) {
            a[i] ^= b[i];
        }
        backend.upload(MemorySegment.ofArray(a), out);
    }

    static void and(RingBackend backend, Words x, Words y, Words out) {
        Arguments.sameSize("and", x, y, out);
        long[] a = host(backend, x);
        long[] b = host(backend, y);
        for (int i = 0; i < a.length; i++) {
            a[i] &= b[i];
        }
        backend.upload(MemorySegment.ofArray(a), out);
    }

    static void conjoin(RingBackend backend, int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        Arguments.conjoin(first, mx, my, a, b, ab, out);
        long[] x = host(backend, mx);
        long[] y = host(backend, my);
        long[] p = host(backend, a);
        long[] q = host(backend, b);
        long[] pq = host(backend, ab);
        long all = -first;
        for (int i = 0; i < x.length; i++) {
            pq[i] ^= x[i] & (y[i] & all ^ q[i]) ^ y[i] & p[i];
        }
        backend.upload(MemorySegment.ofArray(pq), out);
    }

    static void expandBits(RingBackend backend, Words plane, Words out) {
        Arguments.size("expandBits", "plane", plane, RingBackend.planeWords(out.size()));
        long[] bits = host(backend, plane);
        long[] words = new long[Math.toIntExact(out.size())];
        for (int e = 0; e < words.length; e++) {
            words[e] = bits[e / Long.SIZE] >>> e & 1;
        }
        backend.upload(MemorySegment.ofArray(words), out);
    }

    static void dealBlocks(RingBackend backend, Words r, Words share, Words out) {
        Arguments.blocks("dealBlocks", r, share, out, RingBackend.ONE_HOTS);
        long[] x = host(backend, r);
        long[] planes = host(backend, share);
        int width = (int) RingBackend.planeWords(x.length);
        for (int e = 0; e < width * Long.SIZE; e++) {
            long word = e < x.length ? x[e] : 0;
            for (int b = 0; b < BLOCKS; b++) {
                planes[(16 * b + digit(word, b)) * width + e / Long.SIZE] ^= 1L << e;
            }
        }
        backend.upload(MemorySegment.ofArray(planes), out);
    }

    static void compareBlocks(RingBackend backend, Words c, Words share, Words out) {
        Arguments.blocks("compareBlocks", c, share, out, RingBackend.COMPARED);
        long[] x = host(backend, c);
        long[] planes = host(backend, share);
        int width = (int) RingBackend.planeWords(x.length);
        long[] result = new long[RingBackend.COMPARED * width];
        for (int e = 0; e < width * Long.SIZE; e++) {
            long word = e < x.length ? x[e] : 0;
            int at = e / Long.SIZE;
            for (int b = 0; b < BLOCKS; b++) {
                int position = Integer.reverse(b) >>> Integer.SIZE - BLOCK_BITS;
                int digit = digit(word, b);
                long greater = 0;
                for (int v = digit + 1; v < values(b); v++) {
                    greater ^= planes[(16 * b + v) * width + at];
                }
                result[position * width + at] |= greater & 1L << e;
                if (b > 0) {
                    result[(15 + position) * width + at] |= planes[(16 * b + digit) * width + at] & 1L << e;
                }
            }
        }
        backend.upload(MemorySegment.ofArray(result), out);
    }

    private static int values(int block) {
        return 1 << (block == BLOCKS - 1 ? TOP_BITS : BLOCK_BITS);
    }

    private static int digit(long word, int block) {
        return (int) (word >>> BLOCK_BITS * block) & values(block) - 1;
    }

    static void packDigits(RingBackend backend, Bytes digits, Words out) {
        Arguments.size("packDigits", "output", out, RingBackend.packedWords(digits.size()));
        byte[] d = host(backend, digits);
        long[] words = new long[Math.toIntExact(out.size())];
        for (int w = 0; w < words.length; w++) {
            int from = w / 2 * RingBackend.PACKED + w % 2 * SMALL;
            int shared = w / 2 * RingBackend.PACKED + 2 * SMALL;
            int last = shared < d.length ? d[shared] : 0;
            long word = w % 2 == 0 ? last / 10 : last % 10;
            for (int i = Math.min(from + SMALL, d.length) - 1; i >= from; i--) {
                word = word * BASE + d[i];
            }
            words[w] = word;
        }
        backend.upload(MemorySegment.ofArray(words), out);
    }

    static void unpackDigits(RingBackend backend, Words packed, Bytes out) {
        Arguments.size("unpackDigits", "input", packed, RingBackend.packedWords(out.size()));
        long[] words = host(backend, packed);
        byte[] d = new byte[Math.toIntExact(out.size())];
        for (int w = 0; w < words.length; w++) {
            int from = w / 2 * RingBackend.PACKED + w % 2 * SMALL;
            long word = words[w];
            for (int i = from; i < Math.min(from + SMALL, d.length); i++) {
                d[i] = (byte) Long.remainderUnsigned(word, BASE);
                word = Long.divideUnsigned(word, BASE);
            }
            int shared = w / 2 * RingBackend.PACKED + 2 * SMALL;
            if (shared < d.length) {
                d[shared] = (byte) ((w % 2 == 0 ? word * 10 : d[shared] + word) % BASE);
            }
        }
        backend.upload(MemorySegment.ofArray(d), out);
    }

    static void scale(RingBackend backend, Words x, Words k, Words out) {
        Arguments.sameSize("scale", x, k, out);
        long[] a = host(backend, x);
        long[] b = host(backend, k);
        for (int i = 0; i < a.length; i++) {
            long high = Math.multiplyHigh(a[i], b[i]) + (a[i] >> 63 & b[i]);
            a[i] = high << 2 | a[i] * b[i] >>> 62;
        }
        backend.upload(MemorySegment.ofArray(a), out);
    }
}
