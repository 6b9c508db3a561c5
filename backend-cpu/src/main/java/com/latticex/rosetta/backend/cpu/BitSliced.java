package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.RingBackend;
import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The boolean comparison's blocks, on planes of bits: a piece of all planes at a time, so that it stays in the nearest cache, and within it row by row, a row being a
 * piece of one plane.
 */
final class BitSliced {
    /** Words of a row; the last piece of a plane is padded to whole rows. */
    private static final int ROW = 32;

    private static final long BYTES = ROW * WORD;
    private static final int BLOCKS = 16;
    private static final int BLOCK_BITS = 4;
    private static final int TOP_BITS = 3;
    private static final long NODES = 8;

    /** Bytes of workspace that both kernels need: rows of bits, of sums, of equalities and of greater ones. */
    static final long WORKSPACE = (Long.SIZE + 3 * NODES + 2) * BYTES;

    private BitSliced() {}

    private static int width(int block) {
        return block == BLOCKS - 1 ? TOP_BITS : BLOCK_BITS;
    }

    /** As {@code RingBackend.dealBlocks}. */
    static void deal(long r, long count, long share, long out, long workspace) {
        long planes = RingBackend.planeWords(count);
        long spare = workspace + Long.SIZE * BYTES;
        for (long w = 0; w < planes; w += ROW) {
            bits(r + w * Long.SIZE * WORD, count - w * Long.SIZE, workspace);
            long row = Math.min(ROW, planes - w) * WORD;
            for (int b = 0; b < BLOCKS; b++) {
                long from = (16L * b * planes + w) * WORD;
                oneHot(
                        workspace + (long) BLOCK_BITS * b * BYTES,
                        width(b),
                        share + from,
                        out + from,
                        planes * WORD,
                        row,
                        spare);
            }
        }
    }

    /** Halves the range of values bit by bit from the top; the lowest bit's halves go straight to the output. */
    private static void oneHot(long bits, int width, long share, long out, long stride, long row, long nodes) {
        long top = bits + (width - 1L) * BYTES;
        halve(ones(nodes + NODES * BYTES), top, nodes, nodes + BYTES);
        for (long level = 1; level < width - 1; level++) {
            long bit = top - level * BYTES;
            for (long v = (1L << level) - 1; v >= 0; v--) {
                halve(nodes + v * BYTES, bit, nodes + 2 * v * BYTES, nodes + (2 * v + 1) * BYTES);
            }
        }
        for (long v = 0; v < 1L << width - 1; v++) {
            long at = 2 * v * stride;
            halveOnto(nodes + v * BYTES, bits, share + at, share + at + stride, out + at, out + at + stride, row);
        }
    }

    private static long ones(long row) {
        Elementwise.fill(-1, row, row + BYTES);
        return row;
    }

    private static void halve(long node, long bit, long zero, long one) {
        for (long i = 0; i < BYTES; i += VECTOR) {
            LongVector all = vector(node + i);
            LongVector set = all.and(vector(bit + i));
            vector(one + i, set);
            vector(zero + i, all.lanewise(VectorOperators.XOR, set));
        }
    }

    private static void halveOnto(long node, long bit, long share0, long share1, long zero, long one, long row) {
        long i = 0;
        for (long stop = row - row % VECTOR; i < stop; i += VECTOR) {
            LongVector all = vector(node + i);
            LongVector set = all.and(vector(bit + i));
            vector(one + i, set.lanewise(VectorOperators.XOR, vector(share1 + i)));
            vector(zero + i, all.lanewise(VectorOperators.XOR, set).lanewise(VectorOperators.XOR, vector(share0 + i)));
        }
        for (; i < row; i += WORD) {
            long all = word(node + i);
            long set = all & word(bit + i);
            word(one + i, set ^ word(share1 + i));
            word(zero + i, all ^ set ^ word(share0 + i));
        }
    }

    /** As {@code RingBackend.compareBlocks}. */
    static void compare(long c, long count, long share, long out, long workspace) {
        long planes = RingBackend.planeWords(count);
        long stride = planes * WORD;
        long sums = workspace + Long.SIZE * BYTES;
        for (long w = 0; w < planes; w += ROW) {
            bits(c + w * Long.SIZE * WORD, count - w * Long.SIZE, workspace);
            long row = Math.min(ROW, planes - w) * WORD;
            for (int b = 0; b < BLOCKS; b++) {
                long bit = workspace + (long) BLOCK_BITS * b * BYTES;
                leaves(share + 16L * b * stride + w * WORD, stride, width(b), bit, row, sums);
                for (long level = 1; level < width(b); level++) {
                    nodes(1L << width(b) - 1 - level, bit + level * BYTES, row, sums);
                }
                int position = Integer.reverse(b) >>> Integer.SIZE - BLOCK_BITS;
                Memory.copy(sums + 2 * NODES * BYTES, out + position * stride + w * WORD, row);
                if (b > 0) {
                    Memory.copy(sums + NODES * BYTES, out + (15 + position) * stride + w * WORD, row);
                }
            }
        }
    }

    /**
     * Pairs of values: their sum, the one that the bit chooses, and the sum of those above it.
     *
     * @param sums rows of sums; {@link #NODES} rows further on those of the chosen, and again so many on those above
     */
    private static void leaves(long share, long stride, int width, long bit, long row, long sums) {
        for (long v = 0; v < 1L << width - 1; v++) {
            leaf(share + 2 * v * stride, share + (2 * v + 1) * stride, bit, row, sums + v * BYTES);
        }
    }

    private static void leaf(long low, long high, long bit, long row, long sum) {
        long equal = sum + NODES * BYTES;
        long above = equal + NODES * BYTES;
        long i = 0;
        for (long stop = row - row % VECTOR; i < stop; i += VECTOR) {
            LongVector zero = vector(low + i);
            LongVector one = vector(high + i);
            LongVector b = vector(bit + i);
            LongVector both = zero.lanewise(VectorOperators.XOR, one);
            vector(sum + i, both);
            vector(equal + i, zero.lanewise(VectorOperators.XOR, both.and(b)));
            vector(above + i, one.lanewise(VectorOperators.AND_NOT, b));
        }
        for (; i < row; i += WORD) {
            long both = word(low + i) ^ word(high + i);
            word(sum + i, both);
            word(equal + i, word(low + i) ^ both & word(bit + i));
            word(above + i, word(high + i) & ~word(bit + i));
        }
    }

    /** Joins neighbours, in place. */
    private static void nodes(long count, long bit, long row, long sums) {
        for (long v = 0; v < count; v++) {
            node(sums + 2 * v * BYTES, bit, row, sums + v * BYTES);
        }
    }

    /** {@code from} and the row after it become {@code to}, in all three tables; whole vectors, beyond the row too. */
    private static void node(long from, long bit, long row, long to) {
        long high = from + BYTES;
        long equal = NODES * BYTES;
        long above = 2 * equal;
        for (long i = 0; i < row; i += VECTOR) {
            LongVector b = vector(bit + i);
            LongVector sumHigh = vector(high + i);
            LongVector aboveLow = vector(from + above + i).lanewise(VectorOperators.XOR, sumHigh);
            LongVector equalLow = vector(from + equal + i);
            LongVector aboveDiffers = vector(high + above + i).lanewise(VectorOperators.XOR, aboveLow);
            LongVector equalDiffers = vector(high + equal + i).lanewise(VectorOperators.XOR, equalLow);
            LongVector sum = vector(from + i).lanewise(VectorOperators.XOR, sumHigh);
            vector(to + above + i, aboveLow.lanewise(VectorOperators.XOR, aboveDiffers.and(b)));
            vector(to + equal + i, equalLow.lanewise(VectorOperators.XOR, equalDiffers.and(b)));
            vector(to + i, sum);
        }
    }

    /** The bits of elements as rows, the lowest first; elements beyond the last count as 0. */
    private static void bits(long x, long count, long rows) {
        long[] square = new long[Long.SIZE];
        for (int w = 0; w < ROW; w++) {
            long from = (long) w * Long.SIZE;
            int present = Math.clamp(count - from, 0, Long.SIZE);
            for (int i = 0; i < present; i++) {
                square[i] = word(x + (from + i) * WORD);
            }
            Arrays.fill(square, present, Long.SIZE, 0);
            transpose(square);
            for (int i = 0; i < Long.SIZE; i++) {
                word(rows + i * BYTES + w * WORD, square[i]);
            }
        }
    }

    /** Exchanges bit i of word j with bit j of word i: squares of 32, 16, ... 1 bits across the diagonal. */
    private static void transpose(long[] square) {
        long mask = (1L << 32) - 1;
        for (int j = 32; j != 0; j >>>= 1, mask ^= mask << j) {
            for (int k = 0; k < Long.SIZE; k = (k + j + 1) & ~j) {
                long t = (square[k] >>> j ^ square[k + j]) & mask;
                square[k] ^= t << j;
                square[k + j] ^= t;
            }
        }
    }

    /** As {@code RingBackend.expandBits}. */
    static void expand(long plane, long out, long count) {
        for (long e = 0; e < count; e += Long.SIZE) {
            long bits = word(plane + e / Long.SIZE * WORD);
            long end = Math.min(Long.SIZE, count - e);
            for (int i = 0; i < end; i++) {
                word(out + (e + i) * WORD, bits >>> i & 1);
            }
        }
    }

    static void xor(long x, long y, long out, long end) {
        long a = x - out;
        long b = y - out;
        long o = out;
        for (long stop = end - (end - out) % VECTOR; o < stop; o += VECTOR) {
            vector(o, vector(o + a).lanewise(VectorOperators.XOR, vector(o + b)));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) ^ word(o + b));
        }
    }

    static void and(long x, long y, long out, long end) {
        long a = x - out;
        long b = y - out;
        long o = out;
        for (long stop = end - (end - out) % VECTOR; o < stop; o += VECTOR) {
            vector(o, vector(o + a).and(vector(o + b)));
        }
        for (; o < end; o += WORD) {
            word(o, word(o + a) & word(o + b));
        }
    }

    /** As {@code RingBackend.conjoin}. */
    static void conjoin(long first, long mx, long my, long a, long b, long ab, long out, long end) {
        long dMx = mx - out;
        long dMy = my - out;
        long dA = a - out;
        long dB = b - out;
        long dAb = ab - out;
        long o = out;
        for (long stop = end - (end - out) % VECTOR; o < stop; o += VECTOR) {
            LongVector y = vector(o + dMy);
            LongVector left =
                    y.and(-first).lanewise(VectorOperators.XOR, vector(o + dB)).and(vector(o + dMx));
            LongVector right = y.and(vector(o + dA));
            vector(o, left.lanewise(VectorOperators.XOR, right).lanewise(VectorOperators.XOR, vector(o + dAb)));
        }
        for (; o < end; o += WORD) {
            long y = word(o + dMy);
            word(o, (y & -first ^ word(o + dB)) & word(o + dMx) ^ y & word(o + dA) ^ word(o + dAb));
        }
    }
}
