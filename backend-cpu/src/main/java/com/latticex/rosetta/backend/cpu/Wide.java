package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.RingBackend.DIGITS;
import static com.latticex.rosetta.backend.RingBackend.MODULUS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic modulo 67 on 64 digits at once, one compared word in one vector.
 *
 * <p>Unsigned bytes wrap, so {@code min(s, s - 67)} reduces a sum below 134. Products go by logarithms to base 2 modulo 67, looked up
 * in two vectors of 64 entries.
 */
final class Wide {
    /**
     * Whether the processor permutes and compresses bytes in 512-bit vectors. Elsewhere the Vector API would compute these
     * in boxes, far slower than plain loops.
     */
    static final boolean AVAILABLE = ByteVector.SPECIES_PREFERRED.equals(ByteVector.SPECIES_512)
            && Processor.has("avx512bw", "avx512vbmi", "avx512_vbmi2");

    static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    static final ByteVector ZERO = ByteVector.zero(BYTES);
    static final ByteVector ONE = ByteVector.broadcast(BYTES, 1);
    static final ByteVector P = ByteVector.broadcast(BYTES, MODULUS);

    /** The 63 digits of a word; the last lane is 0 on reading and untouched on writing. */
    static final VectorMask<Byte> LOW = VectorMask.fromLong(BYTES, (1L << DIGITS) - 1);

    private static final int ORDER = MODULUS - 1;
    private static final int GENERATOR = 2;
    private static final ByteVector Q = ByteVector.broadcast(BYTES, ORDER);
    private static final ByteVector INDEX = ZERO.addIndex(1);
    private static final ByteVector BY_1 = INDEX.add((byte) 1);
    private static final ByteVector BY_2 = INDEX.add((byte) 2);
    private static final ByteVector BY_4 = INDEX.add((byte) 4);
    private static final ByteVector BY_8 = INDEX.add((byte) 8);
    private static final ByteVector BY_16 = INDEX.add((byte) 16);
    private static final ByteVector BY_32 = INDEX.add((byte) 32);
    private static final ByteVector LOG_LOW;
    private static final ByteVector LOG_HIGH;
    private static final ByteVector POWER_LOW;
    private static final ByteVector POWER_HIGH;

    static {
        byte[] log = new byte[128];
        byte[] power = new byte[128];
        int value = 1;
        for (int i = 0; i < ORDER; i++) {
            power[i] = (byte) value;
            log[value] = (byte) i;
            value = value * GENERATOR % MODULUS;
        }
        LOG_LOW = ByteVector.fromArray(BYTES, log, 0);
        LOG_HIGH = ByteVector.fromArray(BYTES, log, 64);
        POWER_LOW = ByteVector.fromArray(BYTES, power, 0);
        POWER_HIGH = ByteVector.fromArray(BYTES, power, 64);
    }

    private Wide() {}

    static ByteVector load(long address) {
        return ByteVector.fromMemorySegment(BYTES, Memory.ALL, address, Memory.ORDER);
    }

    static ByteVector load(long address, VectorMask<Byte> lanes) {
        return ByteVector.fromMemorySegment(BYTES, Memory.ALL, address, Memory.ORDER, lanes);
    }

    static void store(long address, ByteVector value) {
        value.intoMemorySegment(Memory.ALL, address, Memory.ORDER);
    }

    static void store(long address, ByteVector value, VectorMask<Byte> lanes) {
        value.intoMemorySegment(Memory.ALL, address, Memory.ORDER, lanes);
    }

    static VectorMask<Byte> bits(long bits) {
        return VectorMask.fromLong(BYTES, bits);
    }

    /** Sums below twice the modulus. */
    static ByteVector reduce(ByteVector sum) {
        return sum.lanewise(VectorOperators.UMIN, sum.sub(P));
    }

    /** Differences above minus the modulus. */
    static ByteVector lift(ByteVector difference) {
        return difference.lanewise(VectorOperators.UMIN, difference.add(P));
    }

    /** x y modulo 67; y is not 0. */
    static ByteVector multiply(ByteVector x, ByteVector y) {
        ByteVector log = x.selectFrom(LOG_LOW, LOG_HIGH).add(y.selectFrom(LOG_LOW, LOG_HIGH));
        ByteVector reduced = log.lanewise(VectorOperators.UMIN, log.sub(Q));
        return reduced.selectFrom(POWER_LOW, POWER_HIGH).blend(ZERO, x.eq(ZERO));
    }

    /**
     * Sums of the lanes above each lane, itself not included: lane j of {@code BY_k.selectFrom(x, ZERO)} is lane j + k, or 0.
     */
    static ByteVector sumsAbove(ByteVector x) {
        ByteVector s = BY_1.selectFrom(x, ZERO);
        s = reduce(s.add(BY_1.selectFrom(s, ZERO)));
        s = reduce(s.add(BY_2.selectFrom(s, ZERO)));
        s = reduce(s.add(BY_4.selectFrom(s, ZERO)));
        s = reduce(s.add(BY_8.selectFrom(s, ZERO)));
        s = reduce(s.add(BY_16.selectFrom(s, ZERO)));
        return reduce(s.add(BY_32.selectFrom(s, ZERO)));
    }

    /** Lane j moves to j + distance modulo 64; a lane number is taken modulo 64. */
    static ByteVector rotate(ByteVector x, int distance) {
        return INDEX.sub((byte) distance).selectFrom(x);
    }
}
