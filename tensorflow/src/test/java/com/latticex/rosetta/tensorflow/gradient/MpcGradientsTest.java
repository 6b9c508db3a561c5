package com.latticex.rosetta.tensorflow.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.tensorflow.kernel.MpcOperations;
import com.latticex.rosetta.tensorflow.nativeapi.NativeRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.JavaGradientAdapter;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Min;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/**
 * Every registered gradient against central differences. The Mpc operation stands in the graph while gradients are
 * built; then its plain counterpart takes its place, and TensorFlow computes.
 */
class MpcGradientsTest {
    private static final double STEP = 1e-5;
    private static final String MPC = "mpc";
    private static final String COUNTERPART = "counterpart";

    /** The plain counterpart of an Mpc operation. */
    interface Plain {
        Operand<TFloat64> of(Ops tf, List<Operand<TFloat64>> x);
    }

    /**
     * @param operation the protocol's operation
     * @param shapes of the secret operands
     * @param low least value of the operands
     * @param high largest value
     * @param axes a public last operand, or empty for none
     */
    record Case(
            String operation,
            List<Shape> shapes,
            double low,
            double high,
            List<Integer> axes,
            List<String> attributes,
            Plain plain) {
        @Override
        public String toString() {
            return operation + shapes + attributes;
        }
    }

    private static Case of(String operation, Plain plain, Shape... shapes) {
        return positive(operation, -2, 2, plain, shapes);
    }

    private static Case positive(String operation, double low, double high, Plain plain, Shape... shapes) {
        return new Case(operation, List.of(shapes), low, high, List.of(), List.of(), plain);
    }

    private static Case matMul(boolean batch, boolean a, boolean b, Shape x, Shape y) {
        String[] names = batch ? new String[] {"adj_x", "adj_y"} : new String[] {"transpose_a", "transpose_b"};
        return new Case(
                "MatMul",
                List.of(x, y),
                -2,
                2,
                List.of(),
                List.of(names[0] + "=b:" + a, names[1] + "=b:" + b),
                (tf, o) -> batch
                        ? tf.train.batchMatMul(
                                o.get(0), o.get(1), TFloat64.class, BatchMatMul.adjX(a), BatchMatMul.adjY(b))
                        : tf.linalg.matMul(o.get(0), o.get(1), MatMul.transposeA(a), MatMul.transposeB(b)));
    }

    private static Stream<Case> reductions(boolean keep, int... axes) {
        Shape shape = Shape.of(2, 3, 4);
        List<String> attributes = List.of("keep_dims=b:" + keep);
        List<Integer> list = Arrays.stream(axes).boxed().toList();
        return Stream.of(
                new Case(
                        "Sum",
                        List.of(shape),
                        -2,
                        2,
                        list,
                        attributes,
                        (tf, o) -> tf.sum(o.get(0), tf.constant(axes), Sum.keepDims(keep))),
                new Case(
                        "Mean",
                        List.of(shape),
                        -2,
                        2,
                        list,
                        attributes,
                        (tf, o) ->
                                tf.math.mean(o.get(0), tf.constant(axes), org.tensorflow.op.math.Mean.keepDims(keep))),
                new Case(
                        "Max",
                        List.of(shape),
                        -2,
                        2,
                        list,
                        attributes,
                        (tf, o) -> tf.max(o.get(0), tf.constant(axes), Max.keepDims(keep))),
                new Case(
                        "Min",
                        List.of(shape),
                        -2,
                        2,
                        list,
                        attributes,
                        (tf, o) -> tf.min(o.get(0), tf.constant(axes), Min.keepDims(keep))));
    }

    static Stream<Case> cases() {
        Shape m = Shape.of(3, 4);
        Shape row = Shape.of(4);
        Shape column = Shape.of(3, 1);
        Shape one = Shape.scalar();
        List<Case> cases = new ArrayList<>();
        for (List<Shape> s : List.of(List.of(m, m), List.of(m, row), List.of(column, row), List.of(one, m))) {
            Shape x = s.get(0);
            Shape y = s.get(1);
            cases.add(of("Add", (tf, o) -> tf.math.add(o.get(0), o.get(1)), x, y));
            cases.add(of("Sub", (tf, o) -> tf.math.sub(o.get(0), o.get(1)), x, y));
            cases.add(of("Mul", (tf, o) -> tf.math.mul(o.get(0), o.get(1)), x, y));
            cases.add(of("Maximum", (tf, o) -> tf.math.maximum(o.get(0), o.get(1)), x, y));
            cases.add(of("Minimum", (tf, o) -> tf.math.minimum(o.get(0), o.get(1)), x, y));
            cases.add(positive("Div", 0.5, 3, (tf, o) -> tf.math.div(o.get(0), o.get(1)), x, y));
            cases.add(positive("Pow", 0.5, 3, (tf, o) -> tf.math.pow(o.get(0), o.get(1)), x, y));
        }
        cases.add(of("Neg", (tf, o) -> tf.math.neg(o.get(0)), m));
        cases.add(of("Share", (tf, o) -> tf.identity(o.get(0)), m));
        cases.add(of("Square", (tf, o) -> tf.math.square(o.get(0)), m));
        cases.add(of("Sigmoid", (tf, o) -> tf.math.sigmoid(o.get(0)), m));
        cases.add(of("Tanh", (tf, o) -> tf.math.tanh(o.get(0)), m));
        cases.add(of("Softplus", (tf, o) -> tf.math.softplus(o.get(0)), m));
        cases.add(of("Relu", (tf, o) -> tf.nn.relu(o.get(0)), m));
        cases.add(of("Relu6", (tf, o) -> tf.nn.relu6(o.get(0)), m));
        cases.add(of("Softmax", (tf, o) -> tf.nn.softmax(o.get(0)), m));
        cases.add(of("LogSoftmax", (tf, o) -> tf.nn.logSoftmax(o.get(0)), m));
        cases.add(of("Sign", (tf, o) -> tf.math.sign(o.get(0)), m));
        cases.add(of("Abs", (tf, o) -> tf.math.abs(o.get(0)), m));
        cases.add(of("Exp", (tf, o) -> tf.math.exp(o.get(0)), m));
        cases.add(positive("Log", 0.5, 3, (tf, o) -> tf.math.log(o.get(0)), m));
        cases.add(positive("Log1p", -0.5, 3, (tf, o) -> tf.math.log1p(o.get(0)), m));
        cases.add(positive("Sqrt", 0.5, 3, (tf, o) -> tf.math.sqrt(o.get(0)), m));
        cases.add(positive("Rsqrt", 0.5, 3, (tf, o) -> tf.math.rsqrt(o.get(0)), m));
        cases.add(positive("Reciprocal", 0.5, 3, (tf, o) -> tf.math.reciprocal(o.get(0)), m));
        cases.add(of(
                "SigmoidCrossEntropy",
                (tf, o) -> tf.math.sub(tf.math.softplus(o.get(0)), tf.math.mul(o.get(0), o.get(1))),
                m,
                m));
        for (boolean a : new boolean[] {false, true}) {
            for (boolean b : new boolean[] {false, true}) {
                Shape x = a ? Shape.of(3, 2) : Shape.of(2, 3);
                Shape y = b ? Shape.of(4, 3) : Shape.of(3, 4);
                cases.add(matMul(false, a, b, x, y));
                cases.add(matMul(true, a, b, x.prepend(2), y.prepend(2)));
                cases.add(matMul(true, a, b, x, y.prepend(1).prepend(2)));
            }
        }
        for (boolean keep : new boolean[] {false, true}) {
            reductions(keep, 1).forEach(cases::add);
            reductions(keep, 0, -1).forEach(cases::add);
            reductions(keep, 0, 1, 2).forEach(cases::add);
        }
        return cases.stream();
    }

    @BeforeAll
    static void register() {
        MpcGradients.register();
        // Only as nodes to differentiate through: these are never run.
        NativeRuntime.register(
                MpcGradients.RULES.keySet().stream()
                        .sorted()
                        .map(MpcOperations::definition)
                        .toList(),
                node -> {
                    throw new IllegalStateException("never run");
                });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsCentralDifferences(Case c) {
        Map<String, TFloat64> feeds = new TreeMap<>();
        Random random = new Random(5);
        for (int i = 0; i < c.shapes.size(); i++) {
            feeds.put("x" + i, random(random, c.shapes.get(i), c.low, c.high));
        }
        try (Graph graph = new Graph()) {
            graph.importGraphDef(definition(c));
            try (Session session = new Session(graph)) {
                Shape shape;
                try (Result counterpart = run(session, feeds, COUNTERPART)) {
                    shape = counterpart.get(0).shape();
                }
                feeds.put("w", random(random, shape, -1, 1));
                for (int i = 0; i < c.shapes.size(); i++) {
                    compare(session, feeds, i);
                }
            }
        } finally {
            feeds.values().forEach(TFloat64::close);
        }
    }

    private static void compare(Session session, Map<String, TFloat64> feeds, int operand) {
        TFloat64 x = Objects.requireNonNull(feeds.get("x" + operand));
        try (Result gradient = run(session, feeds, "gradient" + operand)) {
            TFloat64 g = (TFloat64) gradient.get(0);
            assertThat(g.shape()).isEqualTo(x.shape());
            for (long[] at : coordinates(x.shape())) {
                double value = x.getDouble(at);
                x.setDouble(value + STEP, at);
                double above = loss(session, feeds);
                x.setDouble(value - STEP, at);
                double below = loss(session, feeds);
                x.setDouble(value, at);
                assertThat(g.getDouble(at)).isCloseTo((above - below) / (2 * STEP), within(1e-6));
            }
        }
    }

    private static List<long[]> coordinates(Shape shape) {
        List<long[]> all = new ArrayList<>();
        all.add(new long[0]);
        for (int axis = 0; axis < shape.numDimensions(); axis++) {
            List<long[]> longer = new ArrayList<>();
            for (long[] prefix : all) {
                for (long i = 0; i < shape.get(axis); i++) {
                    long[] at = Arrays.copyOf(prefix, prefix.length + 1);
                    at[prefix.length] = i;
                    longer.add(at);
                }
            }
            all = longer;
        }
        return all;
    }

    @Test
    void everyGradientHasACase() {
        TreeSet<String> covered = new TreeSet<>();
        cases().forEach(c -> covered.add(c.operation));
        covered.addAll(List.of("Select", "FromBit"));
        assertThat(covered).containsAll(MpcGradients.RULES.keySet());
    }

    @Test
    void selectionsPassTheGradientToWhatWasChosen() {
        GraphDef definition;
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat64> x = tf.withName("x0").placeholder(TFloat64.class);
            Operand<TFloat64> y = tf.withName("x1").placeholder(TFloat64.class);
            Operand<TBool> bit = tf.math.less(x, y);
            Output<?> chosen = mpc(graph, "Select", List.of(), List.of(bit, x, y), new boolean[] {true, true, true});
            tf.withName(COUNTERPART).select(bit, x, y);
            name(tf, graph.addGradients(chosen, new Output<?>[] {x.asOutput(), y.asOutput()}));
            definition = withCounterpart(graph.toGraphDef());
        }
        try (Graph graph = new Graph();
                TFloat64 a = TFloat64.vectorOf(1, 5);
                TFloat64 b = TFloat64.vectorOf(2, 3)) {
            graph.importGraphDef(definition);
            try (Session session = new Session(graph);
                    Result toX = run(session, Map.of("x0", a, "x1", b), "gradient0");
                    Result toY = run(session, Map.of("x0", a, "x1", b), "gradient1")) {
                assertThat(((TFloat64) toX.get(0)).getDouble(0)).isEqualTo(1);
                assertThat(((TFloat64) toX.get(0)).getDouble(1)).isZero();
                assertThat(((TFloat64) toY.get(0)).getDouble(0)).isZero();
                assertThat(((TFloat64) toY.get(0)).getDouble(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void nothingFlowsToConstants() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat64> x = tf.placeholder(TFloat64.class);
            Operand<TFloat64> y = tf.constant(3.0);
            Output<?> z = mpc(graph, "Mul", List.of(), List.of(x, y), new boolean[] {true, false});
            Output<?>[] gradients = graph.addGradients(z, new Output<?>[] {x.asOutput(), y.asOutput()});
            assertThat(((GraphOperation) gradients[0].op())
                            .getUnsafeNativeHandle()
                            .isNull())
                    .isFalse();
            assertThat(((GraphOperation) gradients[1].op()).getUnsafeNativeHandle())
                    .satisfiesAnyOf(
                            handle -> assertThat(handle).isNull(),
                            handle -> assertThat(handle.isNull()).isTrue());
        }
    }

    @Test
    void aGradientThatThrowsFailsTheDifferentiation() {
        NativeRuntime.register(List.of(MpcOperations.definition("TestUngradable")), node -> {
            throw new IllegalStateException("never run");
        });
        JavaGradientAdapter.register(Map.of("MpcTestUngradable", (tf, operation, gradients) -> {
            throw new IllegalStateException("no way back");
        }));
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat64> x = tf.placeholder(TFloat64.class);
            Output<?> z = mpc(graph, "TestUngradable", List.of(), List.of(x), new boolean[] {true});
            assertThatThrownBy(() -> graph.addGradients(z, new Output<?>[] {x.asOutput()}))
                    .isInstanceOf(RuntimeException.class);
            assertThat(JavaGradientAdapter.takeFailure()).hasMessage("no way back");
            assertThat(JavaGradientAdapter.takeFailure()).isNull();
        }
    }

    // ---- the graphs

    /** Placeholders x0.., w; the operation, its counterpart, the weighted loss, and gradient0.. through the operation. */
    private static GraphDef definition(Case c) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            List<Operand<TFloat64>> x = new ArrayList<>();
            for (int i = 0; i < c.shapes.size(); i++) {
                x.add(tf.withName("x" + i).placeholder(TFloat64.class));
            }
            List<Operand<?>> operands = new ArrayList<>(x);
            boolean[] secret = new boolean[x.size() + (!c.axes.isEmpty() ? 1 : 0)];
            Arrays.fill(secret, 0, x.size(), true);
            if (!c.axes.isEmpty()) {
                operands.add(tf.constant(c.axes.stream().mapToInt(i -> i).toArray()));
            }
            Operand<TFloat64> w = tf.withName("w").placeholder(TFloat64.class);
            Operand<TFloat64> counterpart = tf.withName(COUNTERPART).identity(c.plain.of(tf, x));
            tf.withName("loss")
                    .sum(tf.reshape(tf.math.mul(counterpart, w), tf.constant(new int[] {-1})), tf.constant(0));
            Output<?> result = mpc(graph, c.operation, c.attributes, operands, secret);
            Operand<TFloat64> weighted = tf.math.mul(number(result), w);
            name(
                    tf,
                    graph.addGradients(
                            weighted.asOutput(),
                            x.stream().map(Operand::asOutput).toArray(Output<?>[]::new)));
            return withCounterpart(graph.toGraphDef());
        }
    }

    private static Output<?> mpc(
            Graph graph, String operation, List<String> attributes, List<Operand<?>> operands, boolean[] secret) {
        OperationBuilder builder = graph.opBuilder(MpcOperations.type(operation), MPC, graph.baseScope());
        builder.addInputList(operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
        builder.setAttr("Tout", new DataType[] {DataType.DT_DOUBLE});
        builder.setAttr(MpcOperations.SECRET, secret);
        builder.setAttr(MpcOperations.TAG, MPC);
        builder.setAttr(MpcOperations.ATTRIBUTES, attributes.toArray(new String[0]));
        return builder.build().output(0);
    }

    private static void name(Ops tf, Output<?>[] gradients) {
        for (int i = 0; i < gradients.length; i++) {
            tf.withName("gradient" + i).identity(number(gradients[i]));
        }
    }

    /** Puts the plain operation where the Mpc operation was. */
    private static GraphDef withCounterpart(GraphDef differentiated) {
        GraphDef.Builder graph = differentiated.toBuilder().clearNode();
        for (NodeDef node : differentiated.getNodeList()) {
            if (!node.getName().equals(MPC)) {
                NodeDef.Builder copy = node.toBuilder().clearInput();
                node.getInputList().forEach(i -> copy.addInput(i.equals(MPC) ? COUNTERPART : i));
                graph.addNode(copy);
            }
        }
        return graph.build();
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat64> number(Output<?> output) {
        return (Operand<TFloat64>) (Operand<?>) output;
    }

    private static Result run(Session session, Map<String, TFloat64> feeds, String fetch) {
        Session.Runner runner = session.runner();
        feeds.forEach(runner::feed);
        return runner.fetch(fetch).run();
    }

    private static double loss(Session session, Map<String, TFloat64> feeds) {
        try (Result result = run(session, feeds, "loss")) {
            return ((TFloat64) result.get(0)).getDouble();
        }
    }

    private static TFloat64 random(Random random, Shape shape, double low, double high) {
        return TFloat64.tensorOf(
                shape, t -> t.scalars().forEach(s -> s.setDouble(low + (high - low) * random.nextDouble())));
    }
}
