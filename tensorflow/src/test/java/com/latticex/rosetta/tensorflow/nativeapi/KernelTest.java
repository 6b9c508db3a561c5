package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TInt64;

/** Operations and kernels written in Java, inside TensorFlow's own executor. */
@Timeout(60)
class KernelTest {
    private static final OpDefinition OPERATION =
            new OpDefinition("RosettaTestTwice", List.of("x: int64"), List.of("y: int64"), List.of("mode: string"));

    /** Every call of mode "meet" must be in flight at once to get past it. */
    private static volatile CountDownLatch meeting = new CountDownLatch(0);

    private static final AtomicInteger KERNELS = new AtomicInteger();

    @BeforeAll
    static void register() {
        NativeRuntime.register(List.of(OPERATION), KernelTest::kernel);
    }

    private static Kernel kernel(NodeDef node) {
        String mode = node.getAttrOrThrow("mode").getS().toStringUtf8();
        if (mode.equals("unmakeable")) {
            throw new ConfigurationException("this node cannot be made");
        }
        KERNELS.incrementAndGet();
        return new Kernel() {
            @Override
            public boolean runsAtOnce(KernelContext call) {
                return mode.equals("at once");
            }

            @Override
            public void compute(KernelContext call) {
                assertThat(Thread.currentThread().isVirtual()).isEqualTo(!mode.equals("at once"));
                switch (mode) {
                    case "exception" -> throw new ConfigurationException("the reason");
                    case "error" -> throw new StackOverflowError("too deep");
                    case "meet" -> meet();
                    default -> {}
                }
                try (InputTensor x = call.input(0)) {
                    var y = call.allocate(0, x.type(), x.shape(), x.data().byteSize());
                    for (long i = 0; i < x.shape().size(); i++) {
                        y.setAtIndex(JAVA_LONG, i, 2 * x.data().getAtIndex(JAVA_LONG, i));
                    }
                }
            }
        };
    }

    private static void meet() {
        meeting.countDown();
        try {
            if (!meeting.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the calls do not run side by side");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GraphDef graph(String mode, int nodes) {
        GraphDef.Builder graph = GraphDef.newBuilder()
                .addNode(
                        NodeDef.newBuilder().setName("x").setOp("Placeholder").putAttr("dtype", Attr.type("DT_INT64")));
        for (int i = 0; i < nodes; i++) {
            graph.addNode(NodeDef.newBuilder()
                    .setName("twice" + i)
                    .setOp(OPERATION.name())
                    .addInput("x")
                    .putAttr("mode", Attr.text(mode)));
        }
        return graph.build();
    }

    private static void run(String mode, TInt64 x, int nodes, java.util.function.Consumer<Result> check) {
        try (Graph graph = new Graph()) {
            graph.importGraphDef(graph(mode, nodes));
            try (Session session = new Session(graph)) {
                var runner = session.runner().feed("x", x);
                for (int i = 0; i < nodes; i++) {
                    runner.fetch("twice" + i);
                }
                try (Result result = runner.run()) {
                    check.accept(result);
                }
            }
        }
    }

    @Test
    void computesOnTensorFlowsMemory() {
        for (String mode : List.of("on a virtual thread", "at once")) {
            try (TInt64 x = TInt64.tensorOf(Shape.of(2, 3), t -> t.scalars().forEachIndexed((i, s) -> s.setLong(7)))) {
                run(mode, x, 1, result -> {
                    assertThat(result.get(0).shape()).isEqualTo(Shape.of(2, 3));
                    assertThat(((TInt64) result.get(0)).getLong(1, 2)).isEqualTo(14);
                });
            }
        }
    }

    @Test
    void emptyTensorsPass() {
        try (TInt64 x = TInt64.tensorOf(Shape.of(0, 3))) {
            run("on a virtual thread", x, 1, r -> assertThat(r.get(0).shape()).isEqualTo(Shape.of(0, 3)));
        }
    }

    @Test
    void moreCallsBlockAtOnceThanTensorFlowHasThreads() {
        int nodes = 64;
        meeting = new CountDownLatch(nodes);
        try (TInt64 x = TInt64.scalarOf(21)) {
            run(
                    "meet",
                    x,
                    nodes,
                    r -> assertThat(((TInt64) r.get(nodes - 1)).getLong()).isEqualTo(42));
        }
    }

    @Test
    void exceptionsBecomeErrorsThatNameTheNode() {
        try (TInt64 x = TInt64.scalarOf(1)) {
            assertThatThrownBy(() -> run("exception", x, 3, r -> {}))
                    .hasMessageContaining("RosettaTestTwice 'twice")
                    .hasMessageContaining("the reason");
            assertThatThrownBy(() -> run("error", x, 1, r -> {}))
                    .hasMessageContaining("twice0")
                    .hasMessageContaining("too deep");
            assertThatThrownBy(() -> run("unmakeable", x, 1, r -> {}))
                    .hasMessageContaining("twice0")
                    .hasMessageContaining("this node cannot be made");
        }
    }

    @Test
    void registeringAgainChangesNothing() {
        NativeRuntime.register(List.of(OPERATION), node -> {
            throw new AssertionError("the second factory");
        });
        try (TInt64 x = TInt64.scalarOf(3)) {
            run("at once", x, 1, r -> assertThat(((TInt64) r.get(0)).getLong()).isEqualTo(6));
        }
        assertThatThrownBy(() -> NativeRuntime.register(
                        List.of(new OpDefinition("MatMul", List.of(), List.of(), List.of())), KernelTest::kernel))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MatMul");
    }

    @Test
    void manyRunsLeaveOneKernelPerNode() {
        int before = KERNELS.get();
        try (Graph graph = new Graph()) {
            graph.importGraphDef(graph("on a virtual thread", 1));
            try (Session session = new Session(graph);
                    TInt64 x = TInt64.scalarOf(4)) {
                for (int i = 0; i < 500; i++) {
                    try (Result result =
                            session.runner().feed("x", x).fetch("twice0").run()) {
                        assertThat(((TInt64) result.get(0)).getLong()).isEqualTo(8);
                    }
                }
            }
        }
        assertThat(KERNELS.get() - before).isEqualTo(1);
    }
}
