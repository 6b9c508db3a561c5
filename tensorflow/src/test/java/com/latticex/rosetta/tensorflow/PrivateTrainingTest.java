package com.latticex.rosetta.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensorflow.kernel.Parties;
import com.latticex.rosetta.tensorflow.optimizer.MpcGradientDescentOptimizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** The same logistic regression, trained in the clear and by three parties of one process. */
@Timeout(180)
class PrivateTrainingTest {
    private static final Protocol SECURENN = new SecureNN();
    private static final int STEPS = 5;

    /** Weights and bias after training, and the loss before each step. */
    private record Trained(List<Float> parameters, List<Float> losses) {}

    @ParameterizedTest
    @CsvSource({"A, false", "A, true", "B, false", "B, true"})
    void agreesWithPlainTensorFlow(String route, boolean resource) {
        Trained plain = plainly(LogisticRegression.graph(resource, true));
        GraphDef training = route.equals("A")
                ? LogisticRegression.graph(resource, true)
                : new MpcGradientDescentOptimizer(
                                LogisticRegression.RATE, LogisticRegression.PRIVACY, SECURENN, FixedPoint.DEFAULT)
                        .minimize(
                                LogisticRegression.graph(resource, false),
                                LogisticRegression.LOSS,
                                LogisticRegression.TRAIN);
        List<Trained> parties = Parties.run(11, party -> privately(training, party));
        for (Trained party : parties) {
            for (int i = 0; i < plain.parameters.size(); i++) {
                assertThat(party.parameters.get(i)).isCloseTo(plain.parameters.get(i), within(1e-3f));
            }
        }
        for (int i = 0; i < STEPS; i++) {
            assertThat(parties.get(0).losses.get(i)).isCloseTo(plain.losses.get(i), within(2e-3f));
            assertThat(parties.get(1).losses.get(i)).isNaN();
            assertThat(parties.get(2).losses.get(i)).isNaN();
        }
    }

    private static Trained plainly(GraphDef definition) {
        try (Graph graph = new Graph()) {
            graph.importGraphDef(definition);
            try (Session session = new Session(graph);
                    TFloat32 x = LogisticRegression.features(1);
                    TFloat32 y = LogisticRegression.labels(2)) {
                session.initialize();
                List<Float> losses = new ArrayList<>();
                for (int i = 0; i < STEPS; i++) {
                    try (Result result = session.runner()
                            .feed("x", x)
                            .feed("y", y)
                            .fetch(LogisticRegression.LOSS)
                            .run()) {
                        losses.add(((TFloat32) result.get(0)).getFloat());
                    }
                    session.runner()
                            .feed("x", x)
                            .feed("y", y)
                            .addTarget(LogisticRegression.TRAIN)
                            .run()
                            .close();
                }
                try (Result result =
                        session.runner().fetch("w_value").fetch("b_value").run()) {
                    return new Trained(numbers(result), losses);
                }
            }
        }
    }

    /** The program above, on a private session. */
    private static Trained privately(GraphDef definition, Party party) {
        boolean holdsLabels = party.role() == Role.P0;
        try (PrivateSession session = new PrivateSession(definition, LogisticRegression.PRIVACY, party, SECURENN);
                TFloat32 all = LogisticRegression.features(1);
                TFloat32 labels = LogisticRegression.labels(2);
                TFloat32 x = ownColumns(all, party.role());
                TFloat32 y = holdsLabels ? LogisticRegression.labels(2) : LogisticRegression.nothing(labels.shape())) {
            session.initialize();
            List<Float> losses = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                try (Result result = session.runner()
                        .feed("x", x)
                        .feed("y", y)
                        .fetch(LogisticRegression.LOSS)
                        .run()) {
                    assertThat(result.get(LogisticRegression.LOSS)).isPresent();
                    losses.add(((TFloat32) result.get(0)).getFloat());
                }
                session.runner()
                        .feed("x", x)
                        .feed("y", y)
                        .addTarget(LogisticRegression.TRAIN)
                        .run()
                        .close();
                // Product and truncation, sigmoid, twice a product, the update: at least.
                assertThat(session.rounds()).isBetween(holdsShares(party) ? 8 : 0, 24);
            }
            try (Result result = session.runner().fetch("w").fetch("b_value").run()) {
                return new Trained(numbers(result), losses);
            }
        }
    }

    private static boolean holdsShares(Party party) {
        return !party.role().isHelper();
    }

    private static TFloat32 ownColumns(TFloat32 all, Role role) {
        TFloat32 own = LogisticRegression.nothing(all.shape());
        int from = role == Role.P1 ? 2 : 0;
        for (int row = 0; row < LogisticRegression.ROWS && !role.isHelper(); row++) {
            for (int column = from; column < from + 2; column++) {
                own.setFloat(all.getFloat(row, column), row, column);
            }
        }
        return own;
    }

    private static List<Float> numbers(Result result) {
        List<Float> numbers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ((TFloat32) result.get(i)).scalars().forEach(s -> numbers.add(s.getFloat()));
        }
        return numbers;
    }
}
