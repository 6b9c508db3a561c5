package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.RingBackend.BLINDED;
import static com.latticex.rosetta.backend.RingBackend.DIGITS;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;

/** The private comparison's digits, all digits of a word in one vector. */
final class WideCompare67 {
    private WideCompare67() {}

    static void deal(long r, long share, long out, long words) {
        for (long e = 0; e < words; e++) {
            ByteVector bits = Wide.ZERO.blend(Wide.ONE, Wide.bits(word(r + e * WORD)));
            ByteVector first = Wide.load(share + DIGITS * e, Wide.LOW);
            Wide.store(out + DIGITS * e, Wide.lift(bits.sub(first)), Wide.LOW);
        }
    }

    /**
     * First half of the blinding: {@code out = sums of w above each digit}, with w the share of r xor t.
     *
     * <p>The two halves are compiled apart: together they exceed what HotSpot takes into one method, beyond which it would keep
     * vectors in boxes.
     */
    static void sums(int first, long c, long coins, long share, long out, long words) {
        ByteVector ones = ByteVector.broadcast(Wide.BYTES, first);
        for (long e = 0; e < words; e++) {
            ByteVector r = Wide.load(share + DIGITS * e, Wide.LOW);
            ByteVector w = r.blend(Wide.lift(ones.sub(r)), Wide.bits(threshold(c, coins, e)));
            Wide.store(out + BLINDED * e, Wide.sumsAbove(w));
        }
    }

    /** Second half: adds this digit's part to the sums, rotates, multiplies and refreshes. */
    static void blind(int first, long c, long coins, long share, long multipliers, long refresh, long out, long words) {
        ByteVector ones = ByteVector.broadcast(Wide.BYTES, first);
        VectorMask<Byte> negate = Wide.bits(first - 1L);
        for (long e = 0; e < words; e++) {
            long coin = word(coins + e * WORD);
            long beta = -(coin & 1);
            ByteVector r = Wide.load(share + DIGITS * e, Wide.LOW);
            ByteVector base = Wide.lift(ones.sub(r)).blend(r, Wide.bits(beta));
            ByteVector step = Wide.ZERO.blend(ones, Wide.bits(threshold(c, coins, e) ^ beta));
            ByteVector d = Wide.reduce(Wide.load(out + BLINDED * e).add(base).add(step));
            ByteVector rotated = Wide.rotate(d, (int) (coin >>> 8));
            ByteVector product = Wide.multiply(rotated, Wide.load(multipliers + BLINDED * e));
            ByteVector u = Wide.load(refresh + BLINDED * e);
            Wide.store(out + BLINDED * e, Wide.reduce(product.add(u.blend(Wide.P.sub(u), negate))));
        }
    }

    private static long threshold(long c, long coins, long e) {
        return (word(c + e * WORD) & Long.MAX_VALUE) + (word(coins + e * WORD) & 1);
    }

    static void anyZero(long x, long y, long out, long words) {
        for (long e = 0; e < words; e++) {
            ByteVector sum = Wide.load(x + BLINDED * e).add(Wide.load(y + BLINDED * e));
            VectorMask<Byte> zero = sum.eq(Wide.ZERO).or(sum.eq(Wide.P));
            word(out + e * WORD, zero.anyTrue() ? 1 : 0);
        }
    }
}
