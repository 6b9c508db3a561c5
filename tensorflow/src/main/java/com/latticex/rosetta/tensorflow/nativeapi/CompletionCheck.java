package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TInt64;

/**
 * The start-up self-test of asynchronous kernels: runs one node whose call completes on another thread, and looks at the callback's layout
 * before anything is moved. Where the layout is another, it fails with a message instead of corrupting memory.
 */
final class CompletionCheck {
    private static final String OPERATION = "RosettaCompletionCheck";
    private static final long ANSWER = 42;

    private static volatile boolean layoutVerified;

    private CompletionCheck() {}

    /** Part of the first calls; later ones know. */
    static void verifyLayout(MemorySegment callback) {
        if (!layoutVerified) {
            StdFunction.checkLayout(callback.reinterpret(StdFunction.BYTES));
            layoutVerified = true;
        }
    }

    static void run() {
        OpRegistration.register(
                List.of(new OpDefinition(OPERATION, List.of(), List.of("answer: int64"), List.of())),
                node -> call -> call.allocate(0, DataType.DT_INT64, Shape.SCALAR, Long.BYTES)
                        .set(JAVA_LONG, 0, ANSWER));
        GraphDef definition = GraphDef.newBuilder()
                .addNode(NodeDef.newBuilder().setName("check").setOp(OPERATION))
                .build();
        try (Graph graph = new Graph()) {
            graph.importGraphDef(definition);
            try (Session session = new Session(graph);
                    org.tensorflow.Result result =
                            session.runner().fetch("check").run()) {
                if (((TInt64) result.get(0)).getLong() != ANSWER) {
                    throw new ConfigurationException(
                            "asynchronous kernels give wrong results with this build of TensorFlow");
                }
            }
        }
    }
}
