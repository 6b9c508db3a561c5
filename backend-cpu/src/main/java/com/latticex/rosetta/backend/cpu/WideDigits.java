package com.latticex.rosetta.backend.cpu;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Rejection of candidates 64 at a time: the accepted ones are compressed to the front of the vector. */
final class WideDigits {
    private static final int GROUP = 64;
    private static final long REST = (1L << 32) - 1;

    private WideDigits() {}

    /**
     * Digits from the 96 candidates at {@code from}; there must be 128 bytes.
     *
     * @return how many of the {@code length} digits, at most 64, are there
     */
    static int accept(byte[] candidates, int from, int modulus, int least, long out, int length) {
        byte limit = (byte) (3 * modulus);
        ByteVector head = ByteVector.fromArray(Wide.BYTES, candidates, from);
        VectorMask<Byte> accepted = head.compare(VectorOperators.ULT, limit);
        int found = Math.min(accepted.trueCount(), length);
        Wide.store(out, digits(head.compress(accepted), modulus, least), lanes(found));
        if (found == length) {
            return length;
        }
        ByteVector tail = ByteVector.fromArray(Wide.BYTES, candidates, from + GROUP);
        VectorMask<Byte> more = tail.compare(VectorOperators.ULT, limit).and(Wide.bits(REST));
        int added = Math.min(more.trueCount(), length - found);
        Wide.store(out + found, digits(tail.compress(more), modulus, least), lanes(added));
        return found + added;
    }

    private static VectorMask<Byte> lanes(int count) {
        return Wide.bits(count == GROUP ? -1 : (1L << count) - 1);
    }

    private static ByteVector digits(ByteVector candidate, int modulus, int least) {
        ByteVector once = candidate.lanewise(VectorOperators.UMIN, candidate.sub((byte) modulus));
        return once.lanewise(VectorOperators.UMIN, once.sub((byte) modulus)).add((byte) least);
    }
}
