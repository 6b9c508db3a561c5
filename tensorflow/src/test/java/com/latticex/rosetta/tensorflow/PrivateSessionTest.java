package com.latticex.rosetta.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensorflow.kernel.Parties;
import com.latticex.rosetta.tensorflow.pass.Coverage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.Result;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** What a private session refuses, how it ends, and that it is used as TensorFlow's is. */
@Timeout(120)
class PrivateSessionTest {
    private static final Protocol SECURENN = new SecureNN();
    private static final GraphDef GRAPH = LogisticRegression.graph(false, true);

    private static PrivateSession open(Party party) {
        PrivateSession session = new PrivateSession(GRAPH, LogisticRegression.PRIVACY, party, SECURENN);
        session.initialize();
        return session;
    }

    private static float loss(PrivateSession session) {
        try (TFloat32 x = LogisticRegression.features(3);
                TFloat32 y = LogisticRegression.labels(4);
                Result result = session.runner()
                        .feed("x:0", x)
                        .feed("y", 0, y)
                        .fetch("loss", 0)
                        .run()) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }

    @Test
    void whatNobodyMaySeeIsNotFetched() {
        Parties.run(21, party -> {
            try (PrivateSession session = open(party)) {
                assertThatThrownBy(() -> session.runner().fetch("b").run())
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("b:0")
                        .hasMessageContaining("private");
                assertThatThrownBy(() -> session.runner().fetch("no such node").run())
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("no such node");
                assertThatThrownBy(() -> session.runner().addTarget("nor this").run())
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("nor this");
                // Refused before anything ran: the session goes on.
                return loss(session);
            }
        });
    }

    @Test
    void wrongFeedsAtOnePartyEndAllThree() {
        Map<Role, Throwable> failures = Parties.failures(22, party -> {
            boolean wrong = party.role() == Role.P1;
            try (PrivateSession session = open(party);
                    TFloat32 x = LogisticRegression.features(3);
                    TFloat64 doubles = TFloat64.tensorOf(x.shape());
                    TFloat32 y = LogisticRegression.labels(4)) {
                session.runner()
                        .feed("x", wrong ? doubles : x)
                        .feed("y", y)
                        .addTarget("train")
                        .run();
                return true;
            }
        });
        assertThat(failures.get(Role.P1)).isInstanceOf(ConfigurationException.class);
        assertThat(failures.get(Role.P0)).isInstanceOf(PeerException.class).hasMessageContaining("party 1");
    }

    @Test
    void valuesThatCannotBeEncodedEndAllThreeWithoutNamingThem() {
        Map<Role, Throwable> failures = Parties.failures(23, party -> {
            try (PrivateSession session = open(party);
                    TFloat32 x = LogisticRegression.features(3);
                    TFloat32 y = LogisticRegression.labels(4)) {
                if (party.role() == Role.P0) {
                    y.setFloat(1.25e30f, 3, 0);
                }
                RosettaException first = null;
                for (int attempt = 0; attempt < 2; attempt++) {
                    try {
                        session.runner()
                                .feed("x", x)
                                .feed("y", y)
                                .addTarget("train")
                                .run();
                    } catch (RosettaException e) {
                        // A session that has failed stays failed.
                        assertThat(first == null || first == e).isTrue();
                        first = e;
                    }
                }
                throw first;
            }
        });
        assertThat(failures.get(Role.P0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("y/share");
        assertThat(failures.get(Role.P1)).isInstanceOf(PeerException.class).hasMessageContaining("y/share");
        failures.values().forEach(f -> assertThat(f.getMessage()).doesNotContain("1.25"));
    }

    @Test
    void tellsWhatARunWillCost() {
        Parties.run(27, party -> {
            try (PrivateSession session = open(party)) {
                Coverage coverage = session.coverage(
                        Set.of("train"), Map.of("x", Shape.of(LogisticRegression.ROWS, 4), "y", Shape.of(16, 1)));
                assertThat(coverage.isComplete()).isTrue();
                assertThat(coverage.step().rounds()).isPositive();
                return true;
            }
        });
    }

    @Test
    void runsOnVirtualThreadsToo() {
        // As many carriers as cores: three runs that held theirs would starve their own kernels.
        List<Float> losses = ThreeParties.seeded(24)
                .on(_ -> Backends.installed().open("cpu"))
                .run(party -> {
                    assertThat(Thread.currentThread().isVirtual()).isTrue();
                    try (PrivateSession session = open(party)) {
                        return loss(session);
                    }
                });
        assertThat(losses.getFirst()).isBetween(0.3f, 2f);
    }

    @Test
    void aSecondSessionOfAPartyUsesOtherMasks() {
        List<List<Float>> losses = Parties.run(25, party -> {
            float first;
            try (PrivateSession session = open(party)) {
                first = loss(session);
            }
            try (PrivateSession session = open(party)) {
                return List.of(first, loss(session));
            }
        });
        // Repeated messages would be refused by the channel; equal masks would give equal truncation errors only.
        assertThat(losses.getFirst().get(1))
                .isCloseTo(losses.getFirst().get(0), org.assertj.core.api.Assertions.within(1e-3f));
    }

    @Test
    void emptyGraphsAndUnknownInputsAreRefused() {
        Parties.run(26, party -> {
            assertThatThrownBy(() -> new PrivateSession(
                            GraphDef.getDefaultInstance(), LogisticRegression.PRIVACY, party, SECURENN))
                    .isInstanceOf(ConfigurationException.class);
            return true;
        });
    }
}
