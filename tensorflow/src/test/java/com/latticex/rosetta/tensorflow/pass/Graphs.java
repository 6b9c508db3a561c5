package com.latticex.rosetta.tensorflow.pass;

import com.google.protobuf.TextFormat;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.FixedPoint;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Graphs for tests, and what they compute. */
final class Graphs {
    private Graphs() {}

    /** One of the graphs Python's TensorFlow wrote, see resources/graphs/README.md. */
    static GraphDef resource(String name) {
        try (var in = Objects.requireNonNull(Graphs.class.getResourceAsStream("/graphs/" + name));
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            GraphDef.Builder graph = GraphDef.newBuilder();
            TextFormat.getParser().merge(reader, graph);
            return graph.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NodeDef node(GraphDef graph, String name) {
        return graph.getNodeList().stream()
                .filter(n -> n.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node " + name));
    }

    static List<String> names(List<NodeDef> nodes) {
        return nodes.stream().map(NodeDef::getName).toList();
    }

    /** How often each Mpc op occurs. */
    static Map<String, Long> mpcOps(List<NodeDef> nodes) {
        Map<String, Long> counts = new TreeMap<>();
        nodes.stream().map(NodeDef::getOp).filter(MpcNode::isMpc).forEach(op -> counts.merge(op, 1L, Long::sum));
        return counts;
    }

    /** The secure graph with all that these runs need, computing in the clear, as party P0. */
    static GraphDef clear(SecureGraph secure, List<String> fetches, List<String> targets) {
        DynamicPass dynamic = new DynamicPass(secure, Role.P0);
        GraphDef.Builder all = secure.graph().toBuilder();
        List<String> revealed =
                fetches.stream().map(f -> secure.reveals().getOrDefault(f, f)).toList();
        all.addAllNode(dynamic.prepare(revealed, targets));
        Set<String> secrets = new TreeSet<>(secure.secrets().keySet());
        secrets.addAll(dynamic.secrets());
        return ClearGraph.of(all.build(), secrets);
    }

    static SecureGraph secure(GraphDef plain, Privacy privacy, String... roots) {
        return new StaticPass(new NamesOnly(), FixedPoint.DEFAULT).apply(plain, privacy, Set.of(roots));
    }

    /** Runs the initialiser, then the step as often as wanted; every fetch before each step. */
    static List<double[]> train(
            GraphDef def, Map<String, Tensor> feeds, List<String> fetches, String init, String step, int steps) {
        List<double[]> seen = new ArrayList<>();
        try (Graph graph = new Graph()) {
            graph.importGraphDef(def);
            try (Session session = new Session(graph)) {
                if (!init.isEmpty()) {
                    var initialising = session.runner();
                    List.of(init.split(",")).forEach(initialising::addTarget);
                    initialising.run().close();
                }
                for (int i = 0; i < steps; i++) {
                    var runner = session.runner();
                    feeds.forEach(runner::feed);
                    fetches.forEach(runner::fetch);
                    try (var result = runner.run()) {
                        result.forEach(e -> seen.add(numbers(e.getValue())));
                    }
                    if (!step.isEmpty()) {
                        var training = session.runner();
                        feeds.forEach(training::feed);
                        training.addTarget(step).run().close();
                    }
                }
            }
        }
        return seen;
    }

    static double[] numbers(Tensor tensor) {
        List<Double> numbers = new ArrayList<>();
        switch (tensor) {
            case TFloat32 t -> t.scalars().forEach(s -> numbers.add((double) s.getFloat()));
            case TFloat64 t -> t.scalars().forEach(s -> numbers.add(s.getDouble()));
            default -> throw new IllegalArgumentException(tensor.dataType().name());
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static TFloat32 floats(Random random, Shape shape) {
        return TFloat32.tensorOf(shape, t -> t.scalars().forEach(s -> s.setFloat((float) random.nextGaussian())));
    }

    static TFloat32 bits(Random random, Shape shape) {
        return TFloat32.tensorOf(shape, t -> t.scalars().forEach(s -> s.setFloat(random.nextInt(2))));
    }

    static TFloat64 doubles(Random random, Shape shape) {
        return TFloat64.tensorOf(shape, t -> t.scalars().forEach(s -> s.setDouble(random.nextGaussian())));
    }
}
