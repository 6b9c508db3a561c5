package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact truncation: floor or floor + 1 on all of [-2^62, 2^62], and right on average. */
class TruncationTest {
    private static final int MANY = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 16, 31, 44, 62})
    void floorOrOneMore(int bits) {
        Random random = new Random(bits);
        long[] words = random.longs(MANY, -(1L << 62), (1L << 62) + 1).toArray();
        long[] edges = {0, 1, -1, 1L << 62, -(1L << 62), (1L << bits) - 1, 1L << bits, -(1L << bits), 1 - (1L << bits)};
        System.arraycopy(edges, 0, words, 0, edges.length);
        long[] result = truncated(words, bits, bits);
        for (int i = 0; i < words.length; i++) {
            long floor = words[i] >> bits;
            boolean exact = (words[i] & ((1L << bits) - 1)) == 0;
            assertThat(result[i] - floor).as("%d >> %d", words[i], bits).isBetween(0L, exact ? 0L : 1L);
        }
    }

    /** The share of floor + 1 is the dropped fraction. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.75, 0.999})
    void unbiased(double fraction) {
        int bits = 16;
        long word = -123_456L * (1 << bits) + Math.round(fraction * (1 << bits));
        long[] words = new long[MANY];
        Arrays.fill(words, word);
        long ups = Arrays.stream(truncated(words, bits, 99))
                .map(v -> v - (word >> bits))
                .sum();
        assertThat((double) ups / MANY).isCloseTo(fraction, within(5 * Math.sqrt(fraction * (1 - fraction) / MANY)));
    }

    /** A rate of 1e-6 moves a weight as far as it should, on average, although a step is far below a unit. */
    @Test
    void tinyStepsAreNotLost() {
        double rate = 1e-6;
        long gradient = 1L << 16;
        long[] zeros = new long[MANY];
        long[] gradients = new long[MANY];
        Arrays.fill(gradients, gradient);
        List<long[]> shares = ThreeParties.seeded(8)
                .on(role -> Backends.installed().open("cpu"))
                .run(party -> {
                    Value variable = secret(party, zeros);
                    Value g = secret(party, gradients);
                    try (Invocation call = party.invoke("step", 0)) {
                        Value rateValue = Plain.open(Shape.SCALAR, rate);
                        return take(party, new ApplyGradientDescent().apply(call, List.of(variable, rateValue, g)));
                    }
                });
        double moved = -Arrays.stream(sum(shares)).sum() / (double) MANY;
        double expected = rate * gradient;
        assertThat(moved).isCloseTo(expected, within(5 * Math.sqrt(expected / MANY)));
    }

    /** 10^8 products of random reals. */
    @Test
    @Tag("slow")
    void manyProducts() {
        int size = 1 << 20;
        ThreeParties.seeded(9).on(role -> Backends.installed().open("cpu")).run(party -> {
            RingBackend backend = party.backend();
            long worst = 0;
            for (int step = 0; step < 100; step++) {
                try (Invocation call = party.invoke("many", step)) {
                    Random random = new Random(step);
                    long[] x = random.longs(size, -(1L << 30), 1L << 30).toArray();
                    long[] y = random.longs(size, -(1L << 30), 1L << 30).toArray();
                    Shape shape = Shape.of(size);
                    Tensor z = Product.truncated(
                            call, share(call, x, step), share(call, y, ~step), new Bilinear.Elementwise(shape), 16);
                    Tensor open = call.reveal(z, Set.of(Role.P0));
                    if (party.role() == Role.P0) {
                        long[] result = call.download(open);
                        for (int i = 0; i < size; i++) {
                            long off = result[i] - (x[i] * y[i] >> 16);
                            worst = Math.max(worst, Math.abs(2 * off - 1));
                        }
                    }
                }
            }
            assertThat(worst).isLessThanOrEqualTo(1);
            return backend.device();
        });
    }

    private static Tensor share(Invocation call, long[] words, long seed) {
        long[] first = new Random(seed).longs(words.length).toArray();
        long[] second = new long[words.length];
        Arrays.setAll(second, i -> words[i] - first[i]);
        return call.constants(Shape.of(words.length), call.role() == Role.P0 ? first : second);
    }

    private static long[] truncated(long[] words, int bits, long seed) {
        Attributes attributes = new Attributes(Map.of("bits", (long) bits));
        return sum(ThreeParties.seeded(seed)
                .on(role -> Backends.installed().open("cpu"))
                .run(party -> {
                    Value x = secret(party, words);
                    try (Invocation call = party.invoke("truncate", 0)) {
                        return take(party, new Truncate(attributes).apply(call, List.of(x)));
                    }
                }));
    }

    private static Secret secret(Party party, long[] words) {
        Shape shape = Shape.of(words.length);
        long[] first = new Random(17).longs(words.length).toArray();
        long[] mine = first;
        if (party.role() == Role.P1) {
            mine = new long[words.length];
            for (int i = 0; i < mine.length; i++) {
                mine[i] = words[i] - first[i];
            }
        }
        if (party.role().isHelper()) {
            return Secret.absent(shape);
        }
        Words buffer = party.backend().words(words.length);
        party.backend().upload(MemorySegment.ofArray(mine), buffer);
        return Secret.of(shape, buffer);
    }

    private static long[] take(Party party, List<Value> results) {
        return Trial.download(party, (Secret) results.getFirst());
    }

    private static long[] sum(List<long[]> shares) {
        long[] sum = shares.get(0).clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += shares.get(1)[i];
        }
        return sum;
    }
}
