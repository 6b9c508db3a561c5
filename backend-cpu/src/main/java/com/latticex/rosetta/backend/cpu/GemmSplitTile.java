package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.ALL;
import static com.latticex.rosetta.backend.cpu.Memory.LANES;
import static com.latticex.rosetta.backend.cpu.Memory.LONGS;
import static com.latticex.rosetta.backend.cpu.Memory.ORDER;
import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of the matrix product where the processor multiplies 32-bit words only (AVX2): with a = 2^32 a' + a" and b likewise,
 *
 * <pre>
 *   a b = a" b" + 2^32 (a" b' + a' b")  modulo 2^64
 * </pre>
 *
 * The first loop sums the 64-bit products a" b"; HotSpot takes {@code vpmuludq} where it sees that the upper halves of both factors are
 * 0. The second sums the other two modulo 2^32, in a lane of 32 bits each; A's panel holds its words with halves
 * exchanged, so that one {@code vpmulld} makes both. That is two multiplications and two additions for four words, where the general product
 * takes eight instructions. One loop for both would need more than 16 registers. Otherwise as {@link GemmWholeTile}.
 */
final class GemmSplitTile {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, LONGS.vectorShape());
    private static final long LOW = (1L << 32) - 1;

    private GemmSplitTile() {}

    /** Sums of the low halves' products; the tile is two vectors wide. */
    static void lowTwo(
            long[] a, int atA, long[] b, int atB, int depth, long from, long fromRow, long out, long outRow) {
        LongVector c00 = LongVector.fromMemorySegment(LONGS, ALL, from, ORDER);
        LongVector c01 = LongVector.fromMemorySegment(LONGS, ALL, from + VECTOR, ORDER);
        LongVector c10 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow, ORDER);
        LongVector c11 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow + VECTOR, ORDER);
        LongVector c20 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow, ORDER);
        LongVector c21 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow + VECTOR, ORDER);
        LongVector c30 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow, ORDER);
        LongVector c31 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow + VECTOR, ORDER);
        LongVector low = LongVector.broadcast(LONGS, LOW);
        for (int k = 0; k < depth; k++) {
            int p = atA + k;
            int q = atB + k * (2 * LANES);
            LongVector b0 = LongVector.fromArray(LONGS, b, q).and(low);
            LongVector b1 = LongVector.fromArray(LONGS, b, q + LANES).and(low);
            LongVector a0 = LongVector.broadcast(LONGS, a[p]).lanewise(LSHR, 32);
            c00 = c00.add(a0.mul(b0));
            c01 = c01.add(a0.mul(b1));
            LongVector a1 = LongVector.broadcast(LONGS, a[p + depth]).lanewise(LSHR, 32);
            c10 = c10.add(a1.mul(b0));
            c11 = c11.add(a1.mul(b1));
            LongVector a2 = LongVector.broadcast(LONGS, a[p + 2 * depth]).lanewise(LSHR, 32);
            c20 = c20.add(a2.mul(b0));
            c21 = c21.add(a2.mul(b1));
            LongVector a3 = LongVector.broadcast(LONGS, a[p + 3 * depth]).lanewise(LSHR, 32);
            c30 = c30.add(a3.mul(b0));
            c31 = c31.add(a3.mul(b1));
        }
        c00.intoMemorySegment(ALL, out, ORDER);
        c01.intoMemorySegment(ALL, out + VECTOR, ORDER);
        c10.intoMemorySegment(ALL, out + outRow, ORDER);
        c11.intoMemorySegment(ALL, out + outRow + VECTOR, ORDER);
        c20.intoMemorySegment(ALL, out + 2 * outRow, ORDER);
        c21.intoMemorySegment(ALL, out + 2 * outRow + VECTOR, ORDER);
        c30.intoMemorySegment(ALL, out + 3 * outRow, ORDER);
        c31.intoMemorySegment(ALL, out + 3 * outRow + VECTOR, ORDER);
    }

    /** Sums of the low halves' products; the tile is one vector wide. */
    static void lowOne(
            long[] a, int atA, long[] b, int atB, int depth, long from, long fromRow, long out, long outRow) {
        LongVector c00 = LongVector.fromMemorySegment(LONGS, ALL, from, ORDER);
        LongVector c10 = LongVector.fromMemorySegment(LONGS, ALL, from + fromRow, ORDER);
        LongVector c20 = LongVector.fromMemorySegment(LONGS, ALL, from + 2 * fromRow, ORDER);
        LongVector c30 = LongVector.fromMemorySegment(LONGS, ALL, from + 3 * fromRow, ORDER);
        LongVector low = LongVector.broadcast(LONGS, LOW);
        for (int k = 0; k < depth; k++) {
            int p = atA + k;
            int q = atB + k * LANES;
            LongVector b0 = LongVector.fromArray(LONGS, b, q).and(low);
            LongVector a0 = LongVector.broadcast(LONGS, a[p]).lanewise(LSHR, 32);
            c00 = c00.add(a0.mul(b0));
            LongVector a1 = LongVector.broadcast(LONGS, a[p + depth]).lanewise(LSHR, 32);
            c10 = c10.add(a1.mul(b0));
            LongVector a2 = LongVector.broadcast(LONGS, a[p + 2 * depth]).lanewise(LSHR, 32);
            c20 = c20.add(a2.mul(b0));
            LongVector a3 = LongVector.broadcast(LONGS, a[p + 3 * depth]).lanewise(LSHR, 32);
            c30 = c30.add(a3.mul(b0));
        }
        c00.intoMemorySegment(ALL, out, ORDER);
        c10.intoMemorySegment(ALL, out + outRow, ORDER);
        c20.intoMemorySegment(ALL, out + 2 * outRow, ORDER);
        c30.intoMemorySegment(ALL, out + 3 * outRow, ORDER);
    }

    /** Adds the sums of the mixed products to the high halves of a tile two vectors wide. */
    static void highTwo(long[] a, int atA, long[] b, int atB, int depth, long out, long outRow) {
        IntVector c00 = IntVector.zero(INTS);
        IntVector c01 = IntVector.zero(INTS);
        IntVector c10 = IntVector.zero(INTS);
        IntVector c11 = IntVector.zero(INTS);
        IntVector c20 = IntVector.zero(INTS);
        IntVector c21 = IntVector.zero(INTS);
        IntVector c30 = IntVector.zero(INTS);
        IntVector c31 = IntVector.zero(INTS);
        for (int k = 0; k < depth; k++) {
            int p = atA + k;
            int q = atB + k * (2 * LANES);
            IntVector b0 = LongVector.fromArray(LONGS, b, q).reinterpretAsInts();
            IntVector b1 = LongVector.fromArray(LONGS, b, q + LANES).reinterpretAsInts();
            IntVector a0 = LongVector.broadcast(LONGS, a[p]).reinterpretAsInts();
            c00 = c00.add(a0.mul(b0));
            c01 = c01.add(a0.mul(b1));
            IntVector a1 = LongVector.broadcast(LONGS, a[p + depth]).reinterpretAsInts();
            c10 = c10.add(a1.mul(b0));
            c11 = c11.add(a1.mul(b1));
            IntVector a2 = LongVector.broadcast(LONGS, a[p + 2 * depth]).reinterpretAsInts();
            c20 = c20.add(a2.mul(b0));
            c21 = c21.add(a2.mul(b1));
            IntVector a3 = LongVector.broadcast(LONGS, a[p + 3 * depth]).reinterpretAsInts();
            c30 = c30.add(a3.mul(b0));
            c31 = c31.add(a3.mul(b1));
        }
        LongVector s00 = c00.reinterpretAsLongs();
        s00 = s00.and(~LOW).add(s00.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out, ORDER).add(s00).intoMemorySegment(ALL, out, ORDER);
        LongVector s01 = c01.reinterpretAsLongs();
        s01 = s01.and(~LOW).add(s01.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + VECTOR, ORDER)
                .add(s01)
                .intoMemorySegment(ALL, out + VECTOR, ORDER);
        LongVector s10 = c10.reinterpretAsLongs();
        s10 = s10.and(~LOW).add(s10.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + outRow, ORDER)
                .add(s10)
                .intoMemorySegment(ALL, out + outRow, ORDER);
        LongVector s11 = c11.reinterpretAsLongs();
        s11 = s11.and(~LOW).add(s11.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + outRow + VECTOR, ORDER)
                .add(s11)
                .intoMemorySegment(ALL, out + outRow + VECTOR, ORDER);
        LongVector s20 = c20.reinterpretAsLongs();
        s20 = s20.and(~LOW).add(s20.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + 2 * outRow, ORDER)
                .add(s20)
                .intoMemorySegment(ALL, out + 2 * outRow, ORDER);
        LongVector s21 = c21.reinterpretAsLongs();
        s21 = s21.and(~LOW).add(s21.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + 2 * outRow + VECTOR, ORDER)
                .add(s21)
                .intoMemorySegment(ALL, out + 2 * outRow + VECTOR, ORDER);
        LongVector s30 = c30.reinterpretAsLongs();
        s30 = s30.and(~LOW).add(s30.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + 3 * outRow, ORDER)
                .add(s30)
                .intoMemorySegment(ALL, out + 3 * outRow, ORDER);
        LongVector s31 = c31.reinterpretAsLongs();
        s31 = s31.and(~LOW).add(s31.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + 3 * outRow + VECTOR, ORDER)
                .add(s31)
                .intoMemorySegment(ALL, out + 3 * outRow + VECTOR, ORDER);
    }

    /** Adds the sums of the mixed products to the high halves of a tile one vector wide. */
    static void highOne(long[] a, int atA, long[] b, int atB, int depth, long out, long outRow) {
        IntVector c00 = IntVector.zero(INTS);
        IntVector c10 = IntVector.zero(INTS);
        IntVector c20 = IntVector.zero(INTS);
        IntVector c30 = IntVector.zero(INTS);
        for (int k = 0; k < depth; k++) {
            int p = atA + k;
            int q = atB + k * LANES;
            IntVector b0 = LongVector.fromArray(LONGS, b, q).reinterpretAsInts();
            IntVector a0 = LongVector.broadcast(LONGS, a[p]).reinterpretAsInts();
            c00 = c00.add(a0.mul(b0));
            IntVector a1 = LongVector.broadcast(LONGS, a[p + depth]).reinterpretAsInts();
            c10 = c10.add(a1.mul(b0));
            IntVector a2 = LongVector.broadcast(LONGS, a[p + 2 * depth]).reinterpretAsInts();
            c20 = c20.add(a2.mul(b0));
            IntVector a3 = LongVector.broadcast(LONGS, a[p + 3 * depth]).reinterpretAsInts();
            c30 = c30.add(a3.mul(b0));
        }
        LongVector s00 = c00.reinterpretAsLongs();
        s00 = s00.and(~LOW).add(s00.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out, ORDER).add(s00).intoMemorySegment(ALL, out, ORDER);
        LongVector s10 = c10.reinterpretAsLongs();
        s10 = s10.and(~LOW).add(s10.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + outRow, ORDER)
                .add(s10)
                .intoMemorySegment(ALL, out + outRow, ORDER);
        LongVector s20 = c20.reinterpretAsLongs();
        s20 = s20.and(~LOW).add(s20.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + 2 * outRow, ORDER)
                .add(s20)
                .intoMemorySegment(ALL, out + 2 * outRow, ORDER);
        LongVector s30 = c30.reinterpretAsLongs();
        s30 = s30.and(~LOW).add(s30.lanewise(LSHL, 32));
        LongVector.fromMemorySegment(LONGS, ALL, out + 3 * outRow, ORDER)
                .add(s30)
                .intoMemorySegment(ALL, out + 3 * outRow, ORDER);
    }
}
