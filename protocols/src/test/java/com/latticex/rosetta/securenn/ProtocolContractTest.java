package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.party.ThreeParties;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation equals the computation in the clear within its bound and costs exactly what it declares. */
class ProtocolContractTest {
    private static final List<Long> SEEDS = List.of(1L, 20261123L);

    static Stream<Arguments> cases() {
        return SEEDS.stream()
                .flatMap(seed -> Cases.seeded(seed).stream()
                        .flatMap(one -> one.methods().map(method -> Arguments.of(one, method, seed))));
    }

    @ParameterizedTest(name = "{0}, {1}, seed {2}")
    @MethodSource("cases")
    void valueAndCost(Case one, ComparisonMethod method, long seed) {
        check(one, Trial.run(one, method, ThreeParties.seeded(seed)));
    }

    /** The same on the vectorised device. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("casesOnce")
    void valueAndCostOnTheCpu(Case one, ComparisonMethod method) {
        check(
                one,
                Trial.run(
                        one,
                        method,
                        ThreeParties.seeded(3).on(role -> Backends.installed().open("cpu"))));
    }

    static Stream<Arguments> casesOnce() {
        return Cases.seeded(3).stream().flatMap(one -> one.methods().map(method -> Arguments.of(one, method)));
    }

    private static void check(Case one, Trial.Outcome outcome) {
        assertThat(outcome.measured()).isEqualTo(outcome.declared());
        Clear expected = one.expected()
                .apply(one.arguments().stream().map(Case.Argument::clear).toList());
        assertThat(outcome.result().shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.values().length; i++) {
            double exact = expected.values()[i];
            assertThat(Math.abs(outcome.result().values()[i] - exact))
                    .as("element %d: %s for %s", i, outcome.result().values()[i], exact)
                    .isLessThanOrEqualTo(one.bound().applyAsDouble(exact));
        }
    }

    /** Input, Share and Reveal have tests of their own. */
    @Test
    void everyOperationHasACase() {
        TreeSet<String> missing = new TreeSet<>(new SecureNN().operations());
        missing.removeAll(Cases.seeded(1).stream().map(Case::operation).collect(Collectors.toSet()));
        assertThat(missing).containsExactly("Input", "Reveal", "Share");
    }
}
