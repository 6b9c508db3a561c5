package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.party.Watch;
import com.latticex.rosetta.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each party receives looks the same for different secrets: every word and digit uniform. Fixed seeds; the bounds are six standard deviations of a
 * chi-square.
 */
class ViewTest {
    private static final int SIZE = 2400;
    private static final double[] SECRETS = {0, -12345.678, 3.25};

    static Stream<Arguments> views() {
        return Cases.seeded(1).stream()
                .map(Case::operation)
                .distinct()
                .filter(name -> !List.of(
                                "Add",
                                "Sub",
                                "Neg",
                                "Sum",
                                "FromBit",
                                "Mean",
                                "ApplyGradientDescent",
                                "Max",
                                "Min",
                                "LogicalNot",
                                "Softmax",
                                "LogSoftmax",
                                "Pow")
                        .contains(name))
                .flatMap(name -> constant(name, 0)
                        .methods()
                        .flatMap(method ->
                                Arrays.stream(SECRETS).mapToObj(secret -> Arguments.of(name, method, secret))));
    }

    @ParameterizedTest(name = "{0}, {1} of {2}")
    @MethodSource("views")
    void everythingReceivedIsUniform(String operation, ComparisonMethod method, double secret) {
        Map<Role, List<List<byte[]>>> messages = new EnumMap<>(Role.class);
        for (Role receiver : Role.values()) {
            messages.put(receiver, new ArrayList<>());
        }
        Trial.run(
                constant(operation, secret),
                method,
                ThreeParties.seeded(11)
                        .on(role -> plain())
                        .through(c -> Watch.received(c, Objects.requireNonNull(messages.get(c.self())))));
        // Equality has residues modulo 128 and 8 instead.
        int modulus = operation.equals("Equal") || operation.equals("NotEqual") ? 8 : 67;
        messages.forEach((receiver, received) -> {
            for (List<byte[]> message : received) {
                for (int position = 0; position < 8; position++) {
                    long[] counts = new long[256];
                    for (int i = position; i < message.get(0).length; i += 8) {
                        counts[message.get(0)[i] & 255]++;
                    }
                    assertUniform(counts, operation + " byte " + position + " to " + receiver);
                }
                long[] digits = new long[modulus];
                for (byte digit : message.get(1)) {
                    digits[digit % modulus]++;
                }
                assertUniform(digits, operation + " digits to " + receiver);
            }
        });
    }

    /** A comparison by planes of bits sends nothing to the helper. */
    @ParameterizedTest
    @ValueSource(strings = {"GreaterEqual", "Relu", "ReluGrad", "Sigmoid", "Softplus", "Exp", "Max"})
    void bitsTellTheHelperNothing(String operation) {
        List<List<byte[]>> messages = new ArrayList<>();
        Case one = Cases.seeded(1).stream()
                .filter(c -> c.operation().equals(operation))
                .findFirst()
                .orElseThrow();
        Trial.run(
                one,
                ComparisonMethod.BITS,
                ThreeParties.seeded(14)
                        .on(role -> plain())
                        .through(c -> c.self().isHelper() ? Watch.received(c, messages) : c));
        assertThat(messages).isEmpty();
    }

    /** Sums of the helper's digits: a zero in half of the comparisons, at a uniform place, whatever its own mask; the other sums uniform in 1..66. */
    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("comparisons")
    void whatTheHelperReconstructsIsTheSameForAllSecrets(String operation, double secret) {
        long[] places = new long[64];
        long[] sums = new long[67];
        long[] found = new long[2];
        ThreeParties parties =
                ThreeParties.seeded(12).on(role -> role.isHelper() ? sums(places, sums, found) : plain());
        Trial.run(constant(operation, secret), parties);
        long trials = found[0] + found[1];
        assertThat(trials).isGreaterThanOrEqualTo(SIZE);
        assertThat((double) Math.abs(found[1] - found[0])).isLessThan(6 * Math.sqrt((double) trials));
        assertUniform(places, "place of the zero");
        assertUniform(Arrays.copyOfRange(sums, 1, 67), "non-zero sums");
    }

    /** Normalisation: exactly one zero a word, at a uniform slot; the other sums uniform in 1..66. */
    @ParameterizedTest(name = "Log of {0}")
    @ValueSource(doubles = {0, 0x1p-10, 1, 1000000.5, -3})
    void theHelperFindsAUniformSlot(double secret) {
        List<List<byte[]>> messages = new ArrayList<>();
        Trial.run(
                constant("Log", secret),
                ThreeParties.seeded(13)
                        .on(role -> plain())
                        .through(c -> c.self().isHelper() ? Watch.received(c, messages) : c));
        byte[] x = messages.get(0).get(1);
        byte[] y = messages.get(1).get(1);
        long[] slots = new long[32];
        long[] sums = new long[67];
        for (int i = 0; i < x.length; i++) {
            int sum = (x[i] + y[i]) % 67;
            sums[sum]++;
            if (sum == 0) {
                slots[i % 32]++;
            }
        }
        assertThat(sums[0]).isEqualTo(x.length / 32);
        assertUniform(slots, "slot of the zero");
        assertUniform(Arrays.copyOfRange(sums, 1, 67), "non-zero sums");
    }

    static Stream<Arguments> comparisons() {
        return Stream.of("GreaterEqual", "Sigmoid", "Relu")
                .flatMap(name -> Arrays.stream(SECRETS).mapToObj(secret -> Arguments.of(name, secret)));
    }

    private static RingBackend plain() {
        return Backends.installed().open("cpu");
    }

    private static RingBackend sums(long[] places, long[] sums, long[] found) {
        RingBackend backend = plain();
        return Watch.backend(backend, (method, arguments) -> {}, (method, arguments) -> {
            if (method.equals("anyZero")) {
                byte[] x = Watch.content(backend, (Bytes) arguments[0]);
                byte[] y = Watch.content(backend, (Bytes) arguments[1]);
                for (int e = 0; e < x.length / 64; e++) {
                    int zeros = 0;
                    for (int i = 64 * e; i < 64 * e + 64; i++) {
                        int sum = (x[i] + y[i]) % 67;
                        sums[sum]++;
                        if (sum == 0) {
                            zeros++;
                            places[i % 64]++;
                        }
                    }
                    found[zeros]++;
                }
            }
        });
    }

    private static Case constant(String operation, double secret) {
        Case like = Cases.seeded(1).stream()
                .filter(c -> c.operation().equals(operation))
                .findFirst()
                .orElseThrow();
        Case.Builder builder = Case.of(operation);
        like.attributes().values().forEach(builder::with);
        Shape shape = operation.equals("MatMul") ? Shape.of(SIZE / 60, 60) : Shape.of(SIZE);
        for (int i = 0; i < like.arguments().size(); i++) {
            double[] values = new double[(int) shape.size()];
            Arrays.fill(values, secret);
            builder.secret(operation.equals("MatMul") && i == 1 ? Shape.of(60, SIZE / 60) : shape, values);
        }
        return builder.expect(v -> v.getFirst(), 0);
    }

    private static void assertUniform(long[] counts, String what) {
        double total = Arrays.stream(counts).sum();
        if (total == 0) {
            return;
        }
        double mean = total / counts.length;
        double chi = Arrays.stream(counts)
                .mapToDouble(n -> (n - mean) * (n - mean) / mean)
                .sum();
        double freedom = counts.length - 1;
        assertThat(chi)
                .as("chi-square of %s", what)
                .isBetween(freedom - 6 * Math.sqrt(2 * freedom), freedom + 6 * Math.sqrt(2 * freedom));
    }
}
