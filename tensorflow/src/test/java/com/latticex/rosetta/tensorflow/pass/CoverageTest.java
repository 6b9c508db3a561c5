package com.latticex.rosetta.tensorflow.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The plan of a training step: what is private, what it will cost. */
final class CoverageTest {
    private static final Privacy PRIVACY = new Privacy(
            List.of(
                    new PrivateInput("features", 1, List.of(new Part(Role.P0, 15), new Part(Role.P1, Part.REST))),
                    PrivateInput.of("labels", Role.P0)),
            Map.of("loss:0", Set.of(Role.P0)));

    private final StaticPass pass = new StaticPass(new SecureNN(), FixedPoint.DEFAULT);

    @Test
    void trainingStep() {
        Coverage coverage = pass.coverage(
                Graphs.resource("logreg_xent_f32.pbtxt"),
                PRIVACY,
                Set.of("train_step"),
                Map.of("features", Shape.of(32, 30), "labels", Shape.of(32, 1)));
        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.uncosted()).isZero();
        assertThat(coverage.counts().get(Coverage.Kind.UNSUPPORTED)).isZero();
        assertThat(coverage.counts().get(Coverage.Kind.PUBLIC)).isPositive();
        Coverage.Call gradient = coverage.operations().stream()
                .filter(c -> c.operation().equals("SigmoidCrossEntropyGrad"))
                .findFirst()
                .orElseThrow();
        assertThat(gradient.shape()).contains(Shape.of(32, 1));

        long bytes = coverage.operations().stream()
                .mapToLong(c -> c.cost().orElseThrow().total())
                .sum();
        assertThat(coverage.step().total()).isEqualTo(bytes);
        // Logits, sigmoid and product, weight gradient, update: each waits for the one before.
        int chain = List.of(
                        "model/MatMul",
                        "gradients/AddN",
                        "gradients/model/MatMul_grad/MatMul_1",
                        "train_step/update_model/kernel/ResourceApplyGradientDescent/step")
                .stream()
                .mapToInt(name -> coverage.operations().stream()
                        .filter(c -> c.node().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .cost()
                        .orElseThrow()
                        .rounds())
                .sum();
        assertThat(coverage.step().rounds()).isEqualTo(chain);
        assertThat(coverage.step().bytes()).containsKeys(new Link(Role.P0, Role.P1), new Link(Role.P1, Role.P0));
        assertThat(coverage.toString())
                .contains("private: ", "public: ", "SigmoidCrossEntropyGrad", "[32, 1]", "one run: " + chain);
    }

    @Test
    void withoutShapesCostsAreOpen() {
        Coverage coverage =
                pass.coverage(Graphs.resource("logreg_xent_f32.pbtxt"), PRIVACY, Set.of("loss:0"), Map.of());
        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.uncosted()).isPositive();
        assertThat(coverage.toString()).contains("cost known at run time");
    }

    @Test
    void unsupportedNodesAreListedNotThrown() {
        var graph = new Def()
                .placeholder("features")
                .placeholder("labels")
                .op("bad", "Erf", "features")
                .op("loss", "AddV2", "bad", "labels")
                .build();
        Coverage coverage = pass.coverage(graph, PRIVACY, Set.of("loss"), Map.of());
        assertThat(coverage.isComplete()).isFalse();
        assertThat(coverage.nodes())
                .filteredOn(n -> n.kind() == Coverage.Kind.UNSUPPORTED)
                .extracting(Coverage.Entry::node)
                .containsExactly("bad");
    }

    @Test
    void operandsTheProtocolWillRefuseAreFoundOut() {
        Coverage coverage = pass.coverage(
                new Def()
                        .placeholder("features")
                        .placeholder("labels")
                        .op("labels2", "Neg", "labels")
                        .add(Def.node("z", "ZerosLike", "labels")
                                .putAttr("T", Def.type(org.tensorflow.proto.DataType.DT_FLOAT)))
                        .op("loss", "Mul", "features", "labels2")
                        .build(),
                PRIVACY,
                Set.of("loss"),
                Map.of("features", Shape.of(32, 30), "labels", Shape.of(32, 1)));
        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.operations())
                .filteredOn(c -> c.operation().equals("Mul"))
                .allSatisfy(c -> assertThat(c.shape()).contains(Shape.of(32, 30)));
    }
}
