package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Awkward sizes, edge values and random ones. A test prints its sample, so that a failure can be repeated. */
public final class Samples {
    private static final int[] SIZES = {0, 1, 7, 8, 9, 63, 64, 65, 4097};
    private static final long[] EDGES = {0, 1, -1, 2, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, -(1L << 62), 1L << 32};

    private final int size;
    private final long seed;
    private final SplittableRandom random;

    private Samples(int size, long seed) {
        this.size = size;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    public static Samples of(int size, long seed) {
        return new Samples(size, seed);
    }

    /** Every awkward size, around the widths of vectors, groups and blocks. */
    public static Stream<Samples> awkward() {
        return IntStream.of(SIZES).mapToObj(size -> of(size, 1000L + size));
    }

    /** A size above the threshold where a backend may use several threads or work groups. */
    public static Stream<Samples> awkwardAndLarge() {
        return Stream.concat(awkward(), Stream.of(of(300_011, 1)));
    }

    public int size() {
        return size;
    }

    public SplittableRandom random() {
        return random;
    }

    public long[] words() {
        return words(size);
    }

    /** Half of them edge values. */
    public long[] words(int count) {
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = random.nextBoolean() ? random.nextLong() : EDGES[random.nextInt(EDGES.length)];
        }
        return words;
    }

    /** Digits from {@code least} to 66, both ends often. */
    public byte[] digits(int least, int count) {
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++) {
            digits[i] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> least;
                        case 1 -> RingBackend.MODULUS - 1;
                        default -> random.nextInt(least, RingBackend.MODULUS);
                    };
        }
        return digits;
    }

    public Seed key() {
        byte[] key = new byte[Seed.BYTES];
        random.nextBytes(key);
        return Seed.of(key);
    }

    @Override
    public String toString() {
        return "size " + size + ", seed " + seed;
    }
}
