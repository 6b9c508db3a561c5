package com.latticex.rosetta.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.securenn.SecureNN;
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
            try (PrivateSession session = new PrivateSession(graph, LogisticRegression.PRIVACY, party, new SecureNN());
                    TFloat32 x = LogisticRegression.features(5);
                    TFloat32 y = LogisticRegression.labels(6)) {
                session.initialize();
                session.runner()
                        .feed("x", x)
                        .feed("y", y)
                        .addTarget("train")
                        .run()
                        .close();
                PrivateSaver.save(session, prefix);
                List<Float> weights = weights(session);
                session.runner()
                        .feed("x", x)
                        .feed("y", y)
                        .addTarget("train")
                        .run()
                        .close();
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
