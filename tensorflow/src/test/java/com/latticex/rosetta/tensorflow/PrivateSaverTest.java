package com.latticex.rosetta.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensorflow.checkpoint.Binding;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointKey;
import com.latticex.rosetta.tensorflow.kernel.Parties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

@Timeout(120)
class PrivateSaverTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void checkpointsAreReadByStockTensorFlowAndRestored(boolean resource) {
        GraphDef graph = PrivateSaver.addTo(LogisticRegression.graph(resource, true), List.of("w", "b"));
        List<List<Float>> saved = Parties.run(31, party -> {
            Path prefix = folder.resolve("party" + party.role().index());
            try (PrivateSession session = session(graph, party)) {
                session.initialize();
                step(session);
                PrivateSaver.save(session, prefix);
                List<Float> weights = weights(session);
                step(session);
                assertThat(weights(session)).isNotEqualTo(weights);
                PrivateSaver.restore(session, prefix);
                List<Float> restored = weights(session);
                for (int i = 0; i < weights.size(); i++) {
                    assertThat(restored.get(i)).isCloseTo(weights.get(i), within(2e-5f));
                }
                return weights;
            }
        });
        for (Role role : Role.values()) {
            assertThat(plainly(graph, folder.resolve("party" + role.index()))).isEqualTo(saved.get(role.index()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sharesComeBackExactlyAndTellNothingAlone(boolean resource) {
        GraphDef graph = LogisticRegression.graph(resource, true);
        Parties.run(32, party -> {
            Path file = folder.resolve("party" + party.role().index());
            Binding binding = new Binding(party.role().index(), "securenn", 16, "g", "j", "s", 1, 1);
            List<Float> trained;
            try (CheckpointKey key = CheckpointKey.of(new byte[40])) {
                try (PrivateSession session = session(graph, party)) {
                    session.initialize();
                    step(session);
                    PrivateSaver.saveShares(session, file, key, binding, out -> out.writeUTF("and more"));
                    trained = weights(session);
                    step(session);
                    assertThat(weights(session)).isNotEqualTo(trained);
                }
                try (PrivateSession session = session(graph, party)) {
                    String more = PrivateSaver.restoreShares(session, file, key, binding, in -> in.readUTF());
                    assertThat(more).isEqualTo("and more");
                    assertThat(weights(session)).isEqualTo(trained);
                    step(session);
                    assertThatThrownBy(() ->
                                    PrivateSaver.restoreShares(session, file, key, binding.at(2), in -> in.readUTF()))
                            .isInstanceOf(ConfigurationException.class)
                            .hasMessageContaining("another step: 1 instead of 2");
                }
            }
            return trained;
        });
    }

    private static PrivateSession session(GraphDef graph, Party party) {
        return new PrivateSession(graph, LogisticRegression.PRIVACY, party, new SecureNN());
    }

    private static void step(PrivateSession session) {
        try (TFloat32 x = LogisticRegression.features(5);
                TFloat32 y = LogisticRegression.labels(6)) {
            session.runner().feed("x", x).feed("y", y).addTarget("train").run().close();
        }
    }

    private static List<Float> weights(PrivateSession session) {
        try (Result result = session.runner().fetch("w").run()) {
            return numbers((TFloat32) result.get(0));
        }
    }

    /** Restored by TensorFlow itself. */
    private static List<Float> plainly(GraphDef definition, Path prefix) {
        try (Graph graph = new Graph()) {
            graph.importGraphDef(definition);
            try (Session session = new Session(graph);
                    TString file = TString.scalarOf(prefix.toString())) {
                session.runner()
                        .feed("rosetta_saver/file", file)
                        .addTarget("rosetta_saver/restore")
                        .run()
                        .close();
                try (Result result = session.runner().fetch("w_value").run()) {
                    return numbers((TFloat32) result.get(0));
                }
            }
        }
    }

    private static List<Float> numbers(TFloat32 tensor) {
        List<Float> numbers = new ArrayList<>();
        tensor.scalars().forEach(s -> numbers.add(s.getFloat()));
        return numbers;
    }

    @Test
    void onlyVariablesCanBeSaved() {
        assertThatThrownBy(() -> PrivateSaver.addTo(LogisticRegression.graph(false, false), List.of("loss")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("loss");
    }
}
