package com.latticex.rosetta.tensorflow.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensorflow.gradient.MpcGradients;
import com.latticex.rosetta.tensorflow.kernel.MpcOperations;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.framework.op.nn.SigmoidCrossEntropyWithLogits;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat64;

/** Graphs built by TensorFlow-Java, with its own loss and its C++ gradients. */
final class JavaGraphsTest {
    private static final Privacy PRIVACY = new Privacy(
            List.of(PrivateInput.of("x", Role.P0), PrivateInput.of("y", Role.P1)),
            Map.of("loss:0", Set.of(Role.P0), "probability:0", Set.of(Role.P1)));
    private static final List<String> FETCHES = List.of("loss:0", "probability:0");

    /** Logistic regression that ends at a loss. */
    private static Operand<TFloat64> forward(Ops tf) {
        var x = tf.withName("x").placeholder(TFloat64.class, Placeholder.shape(Shape.of(-1, 5)));
        var y = tf.withName("y").placeholder(TFloat64.class, Placeholder.shape(Shape.of(-1, 1)));
        var w = tf.withName("w").variable(tf.constant(new double[][] {{0.1}, {-0.2}, {0.3}, {0}, {0.05}}));
        var b = tf.withName("b").variable(tf.constant(new double[] {0.25}));
        var logits = tf.math.add(tf.linalg.matMul(x, w), b);
        tf.withName("probability").math.sigmoid(logits);
        var losses = SigmoidCrossEntropyWithLogits.sigmoidCrossEntropyWithLogits(tf.scope(), y, logits);
        return tf.withName("loss").math.mean(losses, tf.constant(new int[] {0, 1}));
    }

    private static String initializers(GraphDef graph) {
        return graph.getNodeList().stream()
                .filter(n -> n.getOp().equals("Assign"))
                .map(NodeDef::getName)
                .collect(Collectors.joining(","));
    }

    private static void assertTrainsAlike(
            GraphDef plain, String step, GraphDef clear, String clearStep, Map<String, String> reveals) {
        Random random = new Random(5);
        try (var x = Graphs.doubles(random, Shape.of(16, 5));
                var y = Tensor.of(TFloat64.class, Shape.of(16, 1), t -> {
                    for (int i = 0; i < 16; i++) {
                        t.setDouble(random.nextInt(2), i, 0);
                    }
                })) {
            Map<String, Tensor> feeds = Map.of("x", x, "y", y);
            String init = initializers(plain);
            List<double[]> expected = Graphs.train(plain, feeds, FETCHES, init, step, 15);
            List<double[]> actual = Graphs.train(
                    clear,
                    feeds,
                    FETCHES.stream().map(f -> reveals.getOrDefault(f, f)).toList(),
                    init,
                    clearStep,
                    15);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).as("fetch %d", i).containsExactly(expected.get(i), within(1e-12));
            }
        }
    }

    @Test
    void completeTrainingGraph() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            String step =
                    new GradientDescent(graph, 0.5f).minimize(forward(tf)).op().name();
            GraphDef plain = graph.toGraphDef();
            SecureGraph secure = Graphs.secure(plain, PRIVACY);
            List<NodeDef> nodes = new DynamicPass(secure, Role.P0).prepare(List.of(), List.of(step));
            assertThat(Graphs.mpcOps(nodes)).containsEntry("MpcApplyGradientDescent", 2L);
            assertThat(Graphs.mpcOps(secure.graph().getNodeList()))
                    .containsEntry("MpcSigmoidCrossEntropy", 1L)
                    .containsEntry("MpcSigmoidCrossEntropyGrad", 1L);
            assertTrainsAlike(plain, step, Graphs.clear(secure, FETCHES, List.of(step)), step, secure.reveals());
        }
    }

    @Test
    void graphThatEndsAtALoss() {
        SecureNN protocol = new SecureNN();
        MpcOperations.register(protocol);
        MpcGradients.register();
        try (Graph plainGraph = new Graph();
                Graph mpcGraph = new Graph()) {
            Operand<TFloat64> loss = forward(Ops.create(plainGraph));
            GraphDef forward = plainGraph.toGraphDef();
            String plainStep =
                    new GradientDescent(plainGraph, 0.5f).minimize(loss).op().name();

            StaticPass pass = new StaticPass(protocol, FixedPoint.DEFAULT);
            GraphDef differentiable = pass.differentiable(forward, PRIVACY, Set.of());
            assertThat(Graphs.mpcOps(differentiable.getNodeList()))
                    .containsEntry("MpcMatMul", 1L)
                    .containsEntry("MpcSigmoid", 1L)
                    .containsEntry("MpcSigmoidCrossEntropy", 1L)
                    .containsEntry("MpcMean", 1L);
            mpcGraph.importGraphDef(differentiable);
            String step = new GradientDescent(mpcGraph, 0.5f)
                    .minimize(mpcGraph.output("loss:0"))
                    .op()
                    .name();
            SecureGraph secure = pass.apply(mpcGraph.toGraphDef(), PRIVACY, Set.of());
            assertThat(secure.refused()).isEmpty();
            assertTrainsAlike(
                    plainGraph.toGraphDef(),
                    plainStep,
                    Graphs.clear(secure, FETCHES, List.of(step)),
                    step,
                    secure.reveals());
        }
    }
}
