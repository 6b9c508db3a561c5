package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.party.Watch;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every word and digit that a party receives carries a fresh term from the one seed which that party does not hold: with another such seed, and all else
 * the same (shares of the operands too), no word stays as it was. In particular no share goes to the helper as it is.
 */
class OneRuleTest {
    private static final long SEED = 5;

    static Stream<Arguments> cases() {
        return Cases.seeded(SEED).stream().flatMap(one -> one.methods().map(method -> Arguments.of(one, method)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyReceivedWordDependsOnTheSeedThatItsReceiverLacks(Case one, ComparisonMethod method) {
        for (Role receiver : Role.values()) {
            List<List<byte[]>> messages = received(one, method, receiver, ThreeParties.seeded(SEED));
            List<List<byte[]>> others =
                    received(one, method, receiver, ThreeParties.seeded(SEED).otherSeedOutside(receiver));
            assertThat(others).hasSameSizeAs(messages);
            long words = 0;
            long digits = 0;
            long equal = 0;
            for (int m = 0; m < messages.size(); m++) {
                long[] mine = words(messages.get(m).get(0));
                long[] theirs = words(others.get(m).get(0));
                for (int i = 0; i < mine.length; i++) {
                    assertThat(theirs[i])
                            .as("word %d of message %d to %s", i, m, receiver)
                            .isNotEqualTo(mine[i]);
                }
                words += mine.length;
                byte[] myDigits = messages.get(m).get(1);
                for (int i = 0; i < myDigits.length; i++) {
                    digits++;
                    equal += myDigits[i] == others.get(m).get(1)[i] ? 1 : 0;
                }
            }
            // Equality has residues modulo 128 and 8 among them.
            double chance = digits / (one.operation().endsWith("qual") ? 8.0 : 67.0);
            assertThat((double) equal)
                    .as("equal digits of %d to %s, beside %d words", digits, receiver, words)
                    .isLessThanOrEqualTo(chance + 6 * Math.sqrt(chance) + 1);
        }
    }

    private static List<List<byte[]>> received(Case one, ComparisonMethod method, Role receiver, ThreeParties parties) {
        List<List<byte[]>> messages = new ArrayList<>();
        parties.through(c -> c.self() == receiver ? Watch.received(c, messages) : c)
                .run(party -> {
                    List<Value> operands = operands(one, party);
                    Operation operation =
                            new SecureNN(Comparisons.always(method)).operation(one.operation(), one.attributes());
                    try (Invocation call = party.invoke("tested", 3)) {
                        return operation.apply(call, operands).size();
                    }
                });
        return messages;
    }

    /** Shares that do not depend on the seeds. */
    private static List<Value> operands(Case one, Party party) {
        Random random = new Random(SEED);
        List<Value> operands = new ArrayList<>();
        for (Case.Argument argument : one.arguments()) {
            Shape shape = argument.clear().shape();
            if (!argument.secret()) {
                operands.add(Plain.open(shape, argument.clear().values()));
                continue;
            }
            long[] first = random.longs(shape.size()).toArray();
            long[] second = new long[first.length];
            Arrays.setAll(
                    second,
                    i -> (long) Math.scalb(argument.clear().values()[i], argument.integer() ? 0 : 16) - first[i]);
            if (party.role().isHelper()) {
                operands.add(Secret.absent(shape));
            } else {
                Words words = party.backend().words(shape.size());
                party.backend().upload(MemorySegment.ofArray(party.role() == Role.P0 ? first : second), words);
                operands.add(Secret.of(shape, words));
            }
        }
        return operands;
    }

    private static long[] words(byte[] bytes) {
        return MemorySegment.ofArray(bytes).toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }
}
