package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.RingBackend.BLINDED;
import static com.latticex.rosetta.backend.RingBackend.DIGITS;
import static com.latticex.rosetta.backend.RingBackend.MODULUS;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;

/** The private comparison's digits, all digits of a word in one vector. */
final class WideCompare67 {
    private WideCompare67() {}

    static void deal(long r, long share, long out, long words) {
        for (long e = 0; e < words; e++) {
            ByteVector bits = Wide.ZERO.blend((byte) 1, Wide.bits(word(r + e * WORD)));
            ByteVector first = Wide.load(share + DIGITS * e, Wide.LOW);
            Wide.store(out + DIGITS * e, Wide.lift(bits.sub(first)), Wide.LOW);
        }
    }

    static void blind(int first, long c, long coins, long share, long multipliers, long refresh, long out, long words) {
        byte one = (byte) first;
        for (long e = 0; e < words; e++) {
            long coin = word(coins + e * WORD);
            long beta = coin & 1;
            long t = (word(c + e * WORD) & Long.MAX_VALUE) + beta;
            ByteVector d = differences(one, beta, t, Wide.load(share + DIGITS * e, Wide.LOW));
            ByteVector rotated = Wide.rotate(d, (int) (coin >>> 8 & 63));
            ByteVector product = Wide.multiply(rotated, Wide.load(multipliers + BLINDED * e));
            ByteVector u = Wide.load(refresh + BLINDED * e);
            Wide.store(out + BLINDED * e, first == 1 ? Wide.reduce(product.add(u)) : Wide.lift(product.sub(u)));
        }
    }

    /** d_j = (first - r_j or r_j) + first where t's bit differs from beta + sum above j of (r xor t), shares of each. */
    private static ByteVector differences(byte first, long beta, long t, ByteVector r) {
        VectorMask<Byte> bits = Wide.bits(t);
        ByteVector complement = Wide.lift(r.broadcast(first).sub(r));
        ByteVector sum = Wide.sumsAbove(r.blend(complement, bits));
        ByteVector base = beta == 0 ? complement : r;
        ByteVector step = Wide.ZERO.blend(first, Wide.bits(beta == 0 ? t : ~t));
        return Wide.reduce(base.add(step).add(sum));
    }

    static void anyZero(long x, long y, long out, long words) {
        for (long e = 0; e < words; e++) {
            ByteVector sum = Wide.load(x + BLINDED * e).add(Wide.load(y + BLINDED * e));
            VectorMask<Byte> zero = sum.eq((byte) 0).or(sum.eq((byte) MODULUS));
            word(out + e * WORD, zero.anyTrue() ? 1 : 0);
        }
    }
}
