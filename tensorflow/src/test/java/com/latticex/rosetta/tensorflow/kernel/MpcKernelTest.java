package com.latticex.rosetta.tensorflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Mpc kernels in TensorFlow sessions of three parties in one process. */
@Timeout(120)
class MpcKernelTest {
    private static final Protocol SECURENN = new SecureNN();

    @BeforeAll
    static void register() {
        MpcOperations.register(SECURENN);
    }

    /** What a party does with its graph. */
    private interface Body<T> {
        T run(Session session) throws Exception;
    }

    private static <T> T in(Party party, Protocol protocol, Consumer<MpcGraph> build, Body<T> body) throws Exception {
        try (KernelSession kernels = KernelSession.open(party, protocol);
                Graph graph = new Graph()) {
            MpcGraph definition = new MpcGraph(kernels);
            build.accept(definition);
            graph.importGraphDef(definition.build());
            try (Session session = new Session(graph)) {
                return body.run(session);
            }
        }
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.shape().size())];
        ((TFloat32) tensor).copyTo(org.tensorflow.ndarray.buffer.DataBuffers.of(values));
        return values;
    }

    private static TFloat32 owned(Party party, Role owner, float... values) {
        return TFloat32.vectorOf(party.role() == owner ? values : new float[values.length]);
    }

    @Test
    void computesOnInputsOfTwoOwnersAndRevealsToSome() {
        List<float[]> results = Parties.run(
                1,
                party -> in(
                        party,
                        SECURENN,
                        g -> {
                            String x = g.input("x", 0);
                            String y = g.input("y", 1);
                            String c = g.placeholder("c", DataType.DT_FLOAT);
                            String z = g.secret("sum", "Add", g.secret("product", "Mul", x, y), c);
                            g.reveal("z", "0,2", z);
                        },
                        session -> {
                            float[] z = {};
                            // The second run must use other masks and messages than the first.
                            for (int run = 0; run < 2; run++) {
                                try (TFloat32 x = owned(party, Role.P0, 1.5f, -2, 3);
                                        TFloat32 y = owned(party, Role.P1, 4, 0.25f, -1);
                                        TFloat32 c = TFloat32.vectorOf(10, 20, 30);
                                        Result result = session.runner()
                                                .feed("x", x)
                                                .feed("y", y)
                                                .feed("c", c)
                                                .fetch("z")
                                                .run()) {
                                    z = floats(result.get(0));
                                }
                            }
                            return z;
                        }));
        for (int p : new int[] {0, 2}) {
            assertThat(results.get(p)[0]).isCloseTo(16, within(1e-4f));
            assertThat(results.get(p)[1]).isCloseTo(19.5f, within(1e-4f));
            assertThat(results.get(p)[2]).isCloseTo(27, within(1e-4f));
        }
        assertThat(results.get(1)).containsOnly(Float.NaN);
    }

    @Test
    void sharesAddUpAndTheHelperHoldsZeros() {
        List<List<Long>> shares = Parties.run(
                2,
                party -> in(party, SECURENN, g -> g.input("x", 1), session -> {
                    try (TFloat32 x = owned(party, Role.P1, 1, -1);
                            Result result = session.runner()
                                    .feed("x", x)
                                    .fetch("x/shares")
                                    .run()) {
                        TInt64 share = (TInt64) result.get(0);
                        return List.of(share.getLong(0), share.getLong(1));
                    }
                }));
        assertThat(shares.get(0).get(0) + shares.get(1).get(0)).isEqualTo(65536);
        assertThat(shares.get(0).get(1) + shares.get(1).get(1)).isEqualTo(-65536);
        assertThat(shares.get(0).get(0)).isNotZero();
        assertThat(shares.get(2)).containsOnly(0L);
    }

    @Test
    void reducesAndMultipliesMatrices() {
        List<float[]> results = Parties.run(
                3,
                party -> in(
                        party,
                        SECURENN,
                        g -> {
                            String x = g.input("x", 0);
                            String product = g.node(
                                    "product",
                                    "MatMul",
                                    DataType.DT_FLOAT,
                                    DataType.DT_INT64,
                                    List.of("transpose_b=b:true"),
                                    x,
                                    x);
                            String sum = g.node(
                                    "sum",
                                    "Sum",
                                    DataType.DT_INT32,
                                    DataType.DT_INT64,
                                    List.of("keep_dims=b:false"),
                                    product,
                                    g.axes("axes", -1));
                            g.reveal("z", "0,1,2", sum);
                        },
                        session -> {
                            float[][] values = {{1, 2, 3}, {4, 5, 6}};
                            try (TFloat32 x = TFloat32.tensorOf(org.tensorflow.ndarray.StdArrays.ndCopyOf(values));
                                    Result result = session.runner()
                                            .feed("x", x)
                                            .fetch("z")
                                            .run()) {
                                return floats(result.get(0));
                            }
                        }));
        for (float[] z : results) {
            assertThat(z).containsExactly(new float[] {46, 109}, org.assertj.core.data.Offset.offset(1e-3f));
        }
    }

    /** for (i = 0, s = x; i < 3; i++) s = s * x. */
    private static void loop(MpcGraph g) {
        Map<String, AttrValue> frame = Map.of("frame_name", text("frame"), "is_constant", flag(false));
        Map<String, AttrValue> constant = Map.of("frame_name", text("frame"), "is_constant", flag(true));
        DataType whole = DataType.DT_INT32;
        Map<String, AttrValue> two = Map.of("N", AttrValue.newBuilder().setI(2).build());
        String x = g.input("x", 0);
        g.plain("i/enter", "Enter", whole, frame, g.integer("zero", 0));
        g.plain("one/enter", "Enter", whole, constant, g.integer("one", 1));
        g.plain("limit/enter", "Enter", whole, constant, g.integer("limit", 3));
        g.moving("s/enter", "Enter", frame, x);
        g.moving("x/enter", "Enter", constant, x);
        g.plain("i/merge", "Merge", whole, two, "i/enter", "i/next");
        g.moving("s/merge", "Merge", two, "s/enter", "s/next");
        g.plain("less", "Less", whole, Map.of(), "i/merge", "limit/enter");
        g.condition("condition", "less");
        g.plain("i/switch", "Switch", whole, Map.of(), "i/merge", "condition");
        g.moving("s/switch", "Switch", Map.of(), "s/merge", "condition");
        g.plain("i/add", "Add", whole, Map.of(), "i/switch:1", "one/enter");
        g.secret("s/product", "Mul", g.secretOutput("s/switch:1"), "x/enter");
        g.plain("i/next", "NextIteration", whole, Map.of(), "i/add");
        g.moving("s/next", "NextIteration", Map.of(), "s/product");
        g.reveal("z", "0,1,2", g.moving("s/exit", "Exit", Map.of(), "s/switch"));
    }

    private static AttrValue text(String text) {
        return AttrValue.newBuilder()
                .setS(com.google.protobuf.ByteString.copyFromUtf8(text))
                .build();
    }

    private static AttrValue flag(boolean flag) {
        return AttrValue.newBuilder().setB(flag).build();
    }

    @Test
    void iterationsOfLoopsUseMessagesAndMasksOfTheirOwn() {
        List<float[]> results = Parties.run(
                6,
                party -> in(party, SECURENN, MpcKernelTest::loop, session -> {
                    float[] z = {};
                    for (int run = 0; run < 2; run++) {
                        // The private session begins runs; here the test does.
                        KernelSession.find(sessionOf(session)).beginRun();
                        try (TFloat32 x = owned(party, Role.P0, 1.5f, -2);
                                Result result =
                                        session.runner().feed("x", x).fetch("z").run()) {
                            z = floats(result.get(0));
                        }
                    }
                    return z;
                }));
        for (float[] z : results) {
            assertThat(z).containsExactly(new float[] {5.0625f, 16}, org.assertj.core.data.Offset.offset(1e-3f));
        }
    }

    private static String sessionOf(Session session) {
        return session.graph().operationOrThrow("s/product").attributes().getAttrString(MpcOperations.SESSION);
    }

    /** SecureNN, but for one operation that throws at one party. */
    private record Faulty(String operation, Role where, RuntimeException failure) implements Protocol {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public Set<String> operations() {
            return SECURENN.operations();
        }

        @Override
        public Operation operation(String name, Attributes attributes) {
            Operation sound = SECURENN.operation(name, attributes);
            return new Operation() {
                @Override
                public String name() {
                    return sound.name();
                }

                @Override
                public List<Shape> outputs(List<Operand> operands) {
                    return sound.outputs(operands);
                }

                @Override
                public Cost cost(List<Operand> operands) {
                    return sound.cost(operands);
                }

                @Override
                public List<Value> apply(Invocation call, List<Value> operands) {
                    if (name.equals(operation) && call.role() == where) {
                        throw failure;
                    }
                    return sound.apply(call, operands);
                }
            };
        }
    }

    /** Each party's first failure, as its session keeps it. */
    private static Map<Role, Throwable> failuresOf(Faulty protocol) {
        return Parties.failures(4, party -> {
            try (KernelSession kernels = KernelSession.open(party, protocol);
                    Graph graph = new Graph()) {
                MpcGraph g = new MpcGraph(kernels);
                String x = g.input("x", 0);
                // Side branches that are in flight when it fails.
                for (int i = 0; i < 8; i++) {
                    g.reveal("side" + i, "0,1,2", g.secret("square" + i, "Square", x));
                }
                g.reveal("z", "0,1,2", g.secret("product", "Mul", x, x));
                graph.importGraphDef(g.build());
                try (Session session = new Session(graph);
                        TFloat32 x0 = TFloat32.vectorOf(1, 2)) {
                    Session.Runner runner = session.runner().feed("x", x0).fetch("z");
                    for (int i = 0; i < 8; i++) {
                        runner.fetch("side" + i);
                    }
                    runner.run().close();
                } catch (RuntimeException e) {
                    assertThat(e).hasMessageContaining("party " + party.role().index());
                    throw kernels.failure();
                }
                return true;
            }
        });
    }

    @Test
    void aFailureAtOnePartyEndsAllThreeWithItsCause() {
        for (Role where : Role.values()) {
            Map<Role, Throwable> failures =
                    failuresOf(new Faulty("Mul", where, new ConfigurationException("the disk is full")));
            assertThat(failures).hasSize(3);
            assertThat(failures.get(where))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("MpcMul 'product' at party " + where.index())
                    .hasMessageContaining("the disk is full");
            for (Role other : Role.values()) {
                if (other != where && !other.isHelper()) {
                    assertThat(failures.get(other))
                            .isInstanceOf(PeerException.class)
                            .hasMessageContaining("MpcMul 'product' at party " + where.index())
                            .hasMessageContaining("the disk is full");
                }
            }
        }
    }
}
