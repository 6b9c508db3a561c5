package com.latticex.rosetta.backend;

import java.lang.foreign.MemorySegment;

/**
 * Ring arithmetic on one in-order queue of one device.
 *
 * <p>Kernels have out-parameters and never allocate device memory for the caller. They may return before the work is
 * done; work is done in the order of the calls, and only {@link #download} waits. An output may be the very same view as an
 * input (in place) where the kernel is elementwise; any other overlap is undefined. Sizes that do not match, views of closed buffers
 * and buffers of another backend are refused with a {@link com.latticex.rosetta.error.DeviceException} before anything
 * runs, and so are numbers outside their range. Several threads may use a backend at once; calls that touch the same
 * buffer must then be ordered by the callers. A buffer is closed only after the calls that use it have returned.
 *
 * <p>Digits modulo 67: values 0 to 66. The {@code ReferenceBackend} of the contract tests is the living definition of every kernel.
 */
public interface RingBackend extends AutoCloseable {
    /** The least prime above 64 + 2: a digit difference of the private comparison never wraps (SecureNN, Algorithm 3). */
    int MODULUS = 67;

    /** Digits of one compared word on the wire: the bits 0 to 62, least significant first. */
    int DIGITS = 63;

    /** Blinded digits of one comparison: t = c mod 2^63 + beta reaches 2^63, so there are 64. */
    int BLINDED = 64;

    DeviceInfo device();

    /**
     * Gets every kernel ready (compiled, loaded) so that the first real call is as fast as the later ones. Optional; takes
     * at most about a second.
     */
    default void warmUp() {}

    // ---- memory

    /** Buffers allocated or wrapped and not yet closed; views do not count. A test that ends with 0 has leaked nothing. */
    long openBuffers();

    /**
     * Allocates; the content is undefined.
     *
     * @throws com.latticex.rosetta.error.DeviceException if the device has not so much memory left
     */
    Words words(long size);

    Bytes bytes(long size);

    /**
     * Uses host memory as words for as long as the returned view is open: without a copy where the device can compute on
     * host memory, else by transfers. The segment is native, 8-byte aligned and a multiple of 8 bytes long.
     */
    Words wrap(MemorySegment host);

    /** Copies host memory (native or heap) to the device; the segment may be reused on return. */
    void upload(MemorySegment host, Words out);

    void upload(MemorySegment host, Bytes out);

    /** Waits for the queue and copies to host memory. */
    void download(Words x, MemorySegment host);

    void download(Bytes x, MemorySegment host);

    void copy(Words x, Words out);

    void copy(Bytes x, Bytes out);

    void fill(long value, Words out);

    // ---- words, elementwise modulo 2^64

    void add(Words x, Words y, Words out);

    void subtract(Words x, Words y, Words out);

    void multiply(Words x, Words y, Words out);

    /** out = x * k + c. */
    void affine(Words x, long k, long c, Words out);

    /** out = out + x * y. */
    void multiplyAdd(Words x, Words y, Words out);

    /** out = x >>> bits, logical; bits from 0 to 63. */
    void shiftRight(Words x, int bits, Words out);

    /** out = x AND mask. */
    void and(Words x, long mask, Words out);

    /**
     * One party's share of a product of masked operands (Beaver): {@code out = first * mx * my - mx * b - my * a + ab}.
     *
     * @param first 1 at the one party that adds the public term, 0 at the other
     */
    default void beaver(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        try (Words t = words(out.size())) {
            multiply(mx, b, t);
            subtract(ab, t, t);
            try (Words u = words(out.size())) {
                multiply(my, a, u);
                subtract(t, u, t);
                if (first != 0) {
                    multiplyAdd(mx, my, t);
                }
            }
            copy(t, out);
        }
    }

    /**
     * One party's share of an exactly truncated word (protocols.md, Exact truncation), with c = z + 2^62 + r opened:
     * {@code out = first * ((c >>> f) - 2^(62-f)) - shifted + 2^(64-f) * (1 - (c >>> 63)) * top}.
     *
     * @param f bits dropped, 1 to 62
     * @param shifted share of r >>> f
     * @param top share of r >>> 63
     */
    default void truncateOpened(int first, int f, Words c, Words shifted, Words top, Words out) {
        try (Words t = words(out.size());
                Words u = words(out.size())) {
            shiftRight(c, 63, t);
            affine(t, -(1L << (64 - f)), 1L << (64 - f), t);
            multiply(t, top, t);
            subtract(t, shifted, t);
            if (first != 0) {
                shiftRight(c, f, u);
                affine(u, 1, -(1L << (62 - f)), u);
                add(t, u, t);
            }
            copy(t, out);
        }
    }

    // ---- words, by shape

    /** Gathers a strided view into a dense output: broadcast, transposition, slicing. */
    void gather(Words x, Strides view, Words out);

    /** Sums the middle axis of {@code x[outer][axis][inner]}; the sum over nothing is 0. */
    void sum(Words x, long outer, long axis, long inner, Words out);

    /** out = op(x) op(y), or out + op(x) op(y) when accumulating. */
    void matmul(Words x, Words y, MatMulShape shape, boolean accumulate, Words out);

    // ---- windows over images

    /** Lays every window out by itself (im2col); positions outside the images are 0. */
    default void unfold(Words x, Windows2d shape, Words out) {
        Arguments.unfold(x, shape, out);
        Convolutions.unfold(this, x, shape, out);
    }

    /**
     * Adds every word of the unfolded windows to the position it was read from (col2im): the transposed map of
     * {@link #unfold}. out = fold, or out + fold when accumulating.
     */
    default void fold(Words unfolded, Windows2d shape, boolean accumulate, Words out) {
        Arguments.fold(unfolded, shape, out);
        Convolutions.fold(this, unfolded, shape, accumulate, out);
    }

    /** out = convolution of x, or out + convolution. */
    default void conv2d(Words x, Words filter, Conv2dShape shape, boolean accumulate, Words out) {
        Arguments.conv2d("conv2d", x, filter, out, shape);
        Convolutions.forward(this, x, filter, shape, accumulate, out);
    }

    /** What a gradient g of a convolution's result is for its images: the transposed map of {@link #conv2d} in x. */
    default void conv2dInput(Words g, Words filter, Conv2dShape shape, boolean accumulate, Words out) {
        Arguments.conv2d("conv2dInput", out, filter, g, shape);
        Convolutions.input(this, g, filter, shape, accumulate, out);
    }

    /** What a gradient g of a convolution's result is for its filter: the transposed map of {@link #conv2d} in the filter. */
    default void conv2dFilter(Words x, Words g, Conv2dShape shape, boolean accumulate, Words out) {
        Arguments.conv2d("conv2dFilter", x, out, g, shape);
        Convolutions.filter(this, x, g, shape, accumulate, out);
    }

    // ---- pseudo-random generator: AES-128 in counter mode, the same bits on every device

    /**
     * Words of the stream of {@code key} at {@code nonce}: the big-endian counter block (nonce, i) encrypted gives the
     * little-endian words 2i and 2i + 1 (NIST SP 800-38A, CTR with initial block nonce * 2^64).
     */
    void random(Seed key, long nonce, Words out);

    /**
     * Digits uniform in 0..66, exactly: groups of 64 digits draw their candidates in order from bytes of their own, and
     * reject a byte above 200. Group g reads the stream's bytes 96 g to 96 g + 95 at {@code nonce}; should those not
     * suffice, it goes on with the bytes 256 g to 256 g + 255 at {@code nonce} with bit 63 alone inverted, then with bit 62,
     * 61, 60 alone inverted (needing more has probability below 2^-1000 and is an error). So the top four bits of nonces
     * tell no streams apart: leave them 0. The last group may be short.
     */
    void randomDigits(Seed key, long nonce, Bytes out);

    /** Like {@link #randomDigits} for digits uniform in 1..66: rejects a byte above 197, takes byte mod 66 plus 1. */
    void randomNonZeroDigits(Seed key, long nonce, Bytes out);

    // ---- private comparison (SecureNN, Algorithm 3; protocols.md, Comparison in three rounds)

    /**
     * The second shares of the low 63 bits of r: {@code out[63 e + j] = bit j of r[e] - share[63 e + j] mod 67}.
     *
     * @param share the first shares, 63 a word, least significant bit first
     */
    void dealDigits(Words r, Bytes share, Bytes out);

    /**
     * One party's blinded digit differences of r mod 2^63 and t = c mod 2^63 + beta.
     *
     * <p>For each word e, with t's bits t_j (j = 63 is the top) and digit shares r_j (r_63 = 0 at both parties), from the
     * top down: {@code w_j = r_j xor t_j}, {@code d_j = first * (t_j + 1) - r_j + sum of w above j} when beta = 0,
     * {@code r_j + first * (1 - t_j) + sum of w above j} when beta = 1, where the share of {@code r xor t} is r when t = 0 and first - r when t = 1. The
     * output is {@code out[64 e + (j + rotation) mod 64] = multiplier * d_j + refresh} at the first party and minus refresh at the
     * other, mod 67.
     *
     * @param first 1 at P0, 0 at P1
     * @param c the opened words
     * @param coins common random words: bit 0 is beta, bits 8 to 13 are the rotation
     * @param share 63 digit shares a word
     * @param multipliers common digits in 1..66, 64 a word
     * @param refresh common digits in 0..66, 64 a word
     */
    void blindDigits(int first, Words c, Words coins, Bytes share, Bytes multipliers, Bytes refresh, Bytes out);

    /** out[e] = 1 if {@code x[64 e + i] + y[64 e + i] = 0 mod 67} for some i, else 0. */
    void anyZero(Bytes x, Bytes y, Words out);

    // ---- bits: 64 elements a word, for the boolean comparison (protocols.md)

    /** One-hot planes of a compared word: 15 blocks of 4 bits and, at the top of 63 bits, one of 3. */
    int ONE_HOTS = 15 * 16 + 8;

    /** Planes of a compared word's blocks: 16 that say greater, 15 that say equal. */
    int COMPARED = 16 + 15;

    /** Words of a plane, which holds one bit of each of so many elements: bit i of word w is that of element 64 w + i. */
    static long planeWords(long elements) {
        return (elements + 63) / 64;
    }

    /** out = x XOR y. */
    default void xor(Words x, Words y, Words out) {
        HostKernels.xor(this, x, y, out);
    }

    /** out = x AND y. */
    default void and(Words x, Words y, Words out) {
        HostKernels.and(this, x, y, out);
    }

    /**
     * One party's XOR share of a conjunction of masked bits (Beaver):
     * {@code out = first AND mx AND my XOR mx AND b XOR my AND a XOR ab}.
     *
     * @param first 1 at the one party that adds the public term, 0 at the other
     */
    default void conjoin(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        HostKernels.conjoin(this, first, mx, my, a, b, ab, out);
    }

    /** out[e] = the bit of element e, 0 or 1. */
    default void expandBits(Words plane, Words out) {
        HostKernels.expandBits(this, plane, out);
    }

    /**
     * The second XOR shares of one-hots of the low 63 bits of r: {@code out = share XOR one-hots}. Plane 16 b + v says of each element whether the four
     * bits of r from 4 b on are v; block 15 has three bits and planes 240 to 247. Elements beyond the last of r count as 0. The output may be the
     * share itself.
     *
     * @param share the first shares, {@value #ONE_HOTS} planes one after another
     */
    default void dealBlocks(Words r, Words share, Words out) {
        HostKernels.dealBlocks(this, r, share, out);
    }

    /**
     * One party's XOR shares of [block of r > block of c] and [block of r = block of c], from one-hots of r as {@link #dealBlocks} makes them.
     * Block b's bits go to position p, the four bits of b in reverse: greater to plane p of {@code out}, equal to plane 15 + p; block 0's equality is left out. So neighbours
     * in the order of blocks are the two halves in the order of positions, at every level of a tree.
     *
     * @param c the opened words; elements beyond the last count as 0
     * @param out {@value #COMPARED} planes
     */
    default void compareBlocks(Words c, Words share, Words out) {
        HostKernels.compareBlocks(this, c, share, out);
    }

    // ---- digits modulo 67 in fewer bits

    /** Digits in two packed words: 67^10 fits 10 times into 2^64, so the two have room for a digit more. */
    int PACKED = 21;

    /** Words that so many digits take when packed. */
    static long packedWords(long digits) {
        long rest = digits % PACKED;
        return digits / PACKED * 2 + (rest == 0 ? 0 : rest <= 10 ? 1 : 2);
    }

    /**
     * Packs digits 0..66: of each 21 digits d, {@code d[0] + 67 d[1] + ... + 67^9 d[9] + 67^10 (d[20] / 10)} is one word and
     * {@code d[10] + ... + 67^9 d[19] + 67^10 (d[20] mod 10)} the next. Missing digits of the last group count as 0; its second word is left out where it has at most
     * ten.
     */
    default void packDigits(Bytes digits, Words out) {
        HostKernels.packDigits(this, digits, out);
    }

    /** The digits of packed words; anything else than packed digits gives some digits 0..66. */
    default void unpackDigits(Words packed, Bytes out) {
        HostKernels.unpackDigits(this, packed, out);
    }

    // ---- products with public fractions

    /** {@code out = floor(x k / 2^62)}, x unsigned, k signed. */
    default void scale(Words x, Words k, Words out) {
        HostKernels.scale(this, x, k, out);
    }

    // ---- trigonometric tables in integers, so that every party gets the same unit in the last place

    /**
     * Cosines and sines of the multiples 1, 3, 5, ... or 1, 2, 3, ... of an angle, in integers with 30 fraction bits.
     *
     * <p>Word x stands for the angle 2 pi (x mod 2^bits) / 2^bits. For harmonic number h = 0, 1, ... the outputs
     * {@code cos[h * size + e]} and {@code sin[h * size + e]} belong to the multiple {@code 1 + h * step}. The values are exactly those of {@link Trigonometry}, within
     * 2^-26 of the real ones.
     *
     * @param bits period, 1 to 40
     * @param step 1 for all multiples, 2 for odd ones
     * @param count number of multiples, at most 16
     */
    void harmonics(Words x, int bits, int step, int count, Words cos, Words sin);

    /**
     * Frees all device memory, of buffers still open too, which are unusable from then on. Waits for kernels that are
     * running. Closing again does nothing.
     */
    @Override
    void close();
}
