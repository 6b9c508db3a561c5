package com.latticex.rosetta.party;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.securenn.ComparisonMethod;
import com.latticex.rosetta.securenn.Comparisons;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A short training of logistic regression with fixed data and seeds: on any devices it must send the same messages and end
 * with the same shares.
 */
public final class TrainingSession {
    /** Training steps, of more than ten messages each. */
    public static final int STEPS = 3;

    private static final int ROWS = 50;
    private static final int FEATURES = 7;
    private static final SecureNN BY_DIGITS = new SecureNN(Comparisons.always(ComparisonMethod.DIGITS));
    private static final SecureNN BY_BITS = new SecureNN(Comparisons.always(ComparisonMethod.BITS));

    private TrainingSession() {}

    /** The shares of P0, P1 and P2 at the end, and the hash of every message. */
    public record Outcome(List<List<Long>> shares, Map<String, String> transcript) {}

    public static Outcome on(Function<Role, RingBackend> devices) {
        Map<String, String> transcript = new ConcurrentHashMap<>();
        List<List<Long>> shares = ThreeParties.seeded(20)
                .on(devices)
                .through(channel -> new RecordingChannel(channel, transcript))
                .run(TrainingSession::atParty);
        return new Outcome(shares, transcript);
    }

    /** Features of P0, labels of P1, first weights of the helper. Returns this party's shares. */
    private static List<Long> atParty(Party party) {
        Random random = new Random(3);
        double[] x = random.doubles(ROWS * FEATURES, -1, 1).toArray();
        double[] y = new double[ROWS];
        Arrays.setAll(y, i -> x[FEATURES * i] > 0 ? 1 : 0);
        double[] w = random.doubles(FEATURES, -0.1, 0.1).toArray();
        Value features = input(party, Role.P0, Shape.of(ROWS, FEATURES), x);
        Value labels = input(party, Role.P1, Shape.of(ROWS, 1), y);
        Value weights = input(party, Role.P2, Shape.of(FEATURES, 1), w);
        for (int step = 0; step < STEPS; step++) {
            Value logits = apply(party, "MatMul", step, Attributes.NONE, features, weights);
            Value positive = apply(party, "Relu", step, Attributes.NONE, logits);
            Value again = apply(BY_BITS, party, "Relu", STEPS + step, Attributes.NONE, logits);
            Value gradient = apply(
                    party,
                    "SigmoidCrossEntropyGrad",
                    step,
                    Attributes.NONE,
                    logits,
                    labels,
                    Plain.open(Shape.SCALAR, 1.0 / ROWS));
            Value slope = apply(
                    party, "MatMul", STEPS + step, new Attributes(Map.of("transpose_a", true)), features, gradient);
            Value next = apply(
                    party,
                    "ApplyGradientDescent",
                    step,
                    Attributes.NONE,
                    weights,
                    Plain.open(Shape.SCALAR, 0.5),
                    slope);
            close(logits, positive, again, gradient, slope, weights);
            weights = next;
        }
        List<Long> share = share(party, (Secret) weights);
        close(features, labels, weights);
        assertThat(party.backend().openBuffers()).isZero();
        return share;
    }

    private static Value input(Party party, Role owner, Shape shape, double... values) {
        Plain plain =
                party.role() == owner ? Plain.known(shape, Set.of(owner), values) : Plain.unknown(shape, Set.of(owner));
        return apply(party, "Input", owner.index(), new Attributes(Map.of("owner", (long) owner.index())), plain);
    }

    private static Value apply(Party party, String operation, int number, Attributes attributes, Value... operands) {
        return apply(BY_DIGITS, party, operation, number, attributes, operands);
    }

    private static Value apply(
            SecureNN protocol, Party party, String operation, int number, Attributes attributes, Value... operands) {
        try (Invocation call = party.invoke(operation, number)) {
            return protocol.operation(operation, attributes)
                    .apply(call, List.of(operands))
                    .getFirst();
        }
    }

    private static void close(Value... values) {
        for (Value value : values) {
            ((Secret) value).close();
        }
    }

    private static List<Long> share(Party party, Secret secret) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(8 * secret.shape().size(), 8);
            secret.copyTo(party.backend(), host);
            return Arrays.stream(host.toArray(ValueLayout.JAVA_LONG)).boxed().toList();
        }
    }
}
