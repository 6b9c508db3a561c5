package com.latticex.rosetta.tensorflow.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.party.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Complete training graphs as Python's TensorFlow writes them: the secure graph means the same as the plain one. */
final class PythonGraphsTest {
    private static final Privacy LOGISTIC = new Privacy(
            List.of(
                    new PrivateInput("features", 1, List.of(new Part(Role.P0, 12), new Part(Role.P1, Part.REST))),
                    PrivateInput.of("labels", Role.P0)),
            Map.of(
                    "loss:0", Set.of(Role.P0),
                    "model/prob:0", Set.of(Role.P0, Role.P1),
                    "model/kernel:0", Set.of(Role.P0)));

    private static final Privacy LINEAR = new Privacy(
            List.of(PrivateInput.of("x", Role.P0), PrivateInput.of("y", Role.P1)),
            Map.of("loss:0", Set.of(Role.P0), "prediction:0", Set.of(Role.P1), "w:0", Set.of(Role.P0)));

    @Test
    void logisticRegressionBecomesFewOperations() {
        GraphDef plain = Graphs.resource("logreg_xent_f32.pbtxt");
        SecureGraph secure = Graphs.secure(plain, LOGISTIC, "init", "train_step", "loss:0");
        List<NodeDef> step = new DynamicPass(secure, Role.P1).prepare(List.of(), List.of("train_step"));

        Map<String, Long> ops = Graphs.mpcOps(secure.graph().getNodeList());
        assertThat(ops)
                .containsEntry("MpcInput", 3L)
                .containsEntry("MpcShare", 2L)
                .containsEntry("MpcMatMul", 2L)
                .containsEntry("MpcSigmoidCrossEntropy", 1L)
                .containsEntry("MpcSigmoidCrossEntropyGrad", 1L)
                .containsEntry("MpcMean", 1L)
                .containsEntry("MpcReveal", 2L)
                .hasSize(7);
        assertThat(Graphs.mpcOps(step)).isEqualTo(Map.of("MpcApplyGradientDescent", 2L));
        assertThat(Graphs.node(secure.graph(), "model/kernel")
                        .getAttrOrThrow("dtype")
                        .getType())
                .isEqualTo(DataType.DT_INT64);
        NodeDef gradient = Graphs.node(secure.graph(), "gradients/AddN");
        assertThat(gradient.getOp()).isEqualTo("MpcSigmoidCrossEntropyGrad");
        assertThat(MpcNode.secret(gradient))
                .as("the loss's own gradient is public")
                .containsExactly(true, true, false);
        assertThat(Graphs.names(secure.graph().getNodeList()))
                .as("nobody asks for the gradient of the features")
                .doesNotContain("gradients/model/MatMul_grad/MatMul")
                .noneMatch(n -> n.startsWith("save"));
    }

    @Test
    void logisticRegressionTrainsAlike() {
        GraphDef plain = Graphs.resource("logreg_xent_f32.pbtxt");
        Random random = new Random(11);
        try (var x = Graphs.floats(random, Shape.of(32, 30));
                var y = Graphs.bits(random, Shape.of(32, 1))) {
            same(
                    plain,
                    LOGISTIC,
                    Map.of("features", x, "labels", y),
                    List.of("loss:0", "model/prob:0"),
                    "train_step",
                    20,
                    2e-6);
        }
    }

    @Test
    void aPartOfTheLossMayBeFetchedToo() {
        GraphDef plain = Graphs.resource("logreg_xent_f32.pbtxt");
        Privacy more = new Privacy(
                LOGISTIC.inputs(), Map.of("loss:0", Set.of(Role.P0), "logistic_loss/sub:0", Set.of(Role.P0)));
        Random random = new Random(13);
        try (var x = Graphs.floats(random, Shape.of(32, 30));
                var y = Graphs.bits(random, Shape.of(32, 1))) {
            same(
                    plain,
                    more,
                    Map.of("features", x, "labels", y),
                    List.of("loss:0", "logistic_loss/sub:0"),
                    "train_step",
                    5,
                    2e-6);
        }
    }

    @Test
    void linearRegressionTrainsAlike() {
        GraphDef plain = Graphs.resource("linreg_f64.pbtxt");
        Random random = new Random(12);
        try (var x = Graphs.doubles(random, Shape.of(40, 10));
                var y = Graphs.doubles(random, Shape.of(40))) {
            // The learning rate is a float32 constant in this graph, so both are equal to the last bits only.
            same(plain, LINEAR, Map.of("x", x, "y", y), List.of("loss:0", "prediction:0", "w:0"), "train", 20, 1e-12);
        }
    }

    @Test
    void everyNodeKeepsItsNameWhenNothingIsSingledOut() {
        GraphDef plain = Graphs.resource("linreg_f64.pbtxt");
        SecureGraph secure = Graphs.secure(plain, LINEAR);
        assertThat(secure.refused()).isEmpty();
        List<String> names = new ArrayList<>(Graphs.names(secure.graph().getNodeList()));
        names.addAll(Graphs.names(secure.deferred()));
        assertThat(names).containsAll(Graphs.names(plain.getNodeList()));
    }

    @Test
    void aStepNeverWaitsForAGradientNobodyAskedFor() {
        SecureGraph secure = Graphs.secure(Graphs.resource("logreg_xent_f32.pbtxt"), LOGISTIC);
        Map<String, NodeDef> nodes = new HashMap<>();
        secure.graph().getNodeList().forEach(n -> nodes.put(n.getName(), n));
        secure.deferred().forEach(n -> nodes.put(n.getName(), n));
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of("train_step"));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (needed.add(name)) {
                Rewriting.sources(Objects.requireNonNull(nodes.get(name), name)).forEach(open::add);
            }
        }
        assertThat(nodes).containsKey("gradients/model/MatMul_grad/MatMul");
        assertThat(needed)
                .contains("gradients/model/MatMul_grad/MatMul_1", "gradients/AddN")
                .doesNotContain("gradients/model/MatMul_grad/MatMul", "logistic_loss");
    }

    private static void same(
            GraphDef plain,
            Privacy privacy,
            Map<String, Tensor> feeds,
            List<String> fetches,
            String step,
            int steps,
            double tolerance) {
        List<String> roots = new ArrayList<>(fetches);
        roots.addAll(List.of("init", step));
        SecureGraph secure = Graphs.secure(plain, privacy, roots.toArray(String[]::new));
        assertThat(secure.reveals().keySet()).containsAll(fetches);
        GraphDef clear = Graphs.clear(secure, fetches, List.of("init", step));

        List<double[]> expected = Graphs.train(plain, feeds, fetches, "init", step, steps);
        List<double[]> actual = Graphs.train(
                clear,
                feeds,
                fetches.stream().map(f -> secure.reveals().getOrDefault(f, f)).toList(),
                "init",
                step,
                steps);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("fetch %d", i).containsExactly(expected.get(i), within(tolerance));
        }
        assertThat(actual.getFirst()[0]).as("it learns").isGreaterThan(actual.get(actual.size() - fetches.size())[0]);
    }
}
