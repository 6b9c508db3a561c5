package com.latticex.rosetta.tensorflow;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensorflow.kernel.KernelSession;
import com.latticex.rosetta.tensorflow.kernel.MpcOperations;
import com.latticex.rosetta.tensorflow.pass.Coverage;
import com.latticex.rosetta.tensorflow.pass.DynamicPass;
import com.latticex.rosetta.tensorflow.pass.Privacy;
import com.latticex.rosetta.tensorflow.pass.SecureGraph;
import com.latticex.rosetta.tensorflow.pass.StaticPass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Runs a TensorFlow graph on secret data, in place of TensorFlow's {@link Session}.
 *
 * <pre>{@code
 * try (PrivateSession session = new PrivateSession(graph, privacy, party, protocol)) {   // was: new Session(graph)
 *     session.initialize();
 *     session.runner().feed("x", x).feed("y", y).addTarget("train").run();
 * }
 * }</pre>
 *
 * <p>All three parties run the same program: the same runs in the same order, fed with tensors of the same types and shapes. Of a private
 * input only the owner's values are used; the others may feed anything of its shape, zeros for example. A result that a party may not see is NaN
 * there (0 in whole numbers). One run at a time; later ones wait.
 *
 * <p>A failure at any party ends the session at all three: the run throws the {@link RosettaException} that was its cause here, and
 * so does every later one. The party is the caller's to close; masks are never used twice, also not by a second session of the same
 * party.
 */
public final class PrivateSession implements AutoCloseable {
    /** TensorFlow's rewrites know nothing of shares. */
    private static final ConfigProto CONFIGURATION = ConfigProto.newBuilder()
            .setGraphOptions(GraphOptions.newBuilder()
                    .setOptimizerOptions(OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0))
                    .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
            .build();

    private final GraphDef plain;
    private final StaticPass staticPass;
    private final SecureGraph secure;
    private final DynamicPass dynamicPass;
    private final KernelSession kernels;
    private final Graph graph;
    private final NodeImport nodes;
    private final Session session;
    private final CriticalPath path = new CriticalPath();
    private final ReentrantLock oneRun = new ReentrantLock();
    private @Nullable SessionState state;

    /**
     * A session for a graph built in Java.
     *
     * @param graph the plain graph, which is copied; later changes of it have no effect
     * @throws ConfigurationException if the graph cannot be made private, naming every node that is the reason
     */
    public PrivateSession(Graph graph, Privacy privacy, Party party, Protocol protocol) {
        this(graph.toGraphDef(), privacy, party, protocol);
    }

    /** A session for a graph as TensorFlow writes it, also from Python. */
    public PrivateSession(GraphDef plain, Privacy privacy, Party party, Protocol protocol) {
        this(plain, Set.of(), privacy, party, protocol);
    }

    /**
     * A session for a part of a graph, checked as a whole before anything runs.
     *
     * @param roots names of all fetches and targets that will be run; the rest of the graph is left out
     * @throws ConfigurationException naming every node the roots need that cannot be made private
     */
    public PrivateSession(GraphDef plain, Set<String> roots, Privacy privacy, Party party, Protocol protocol) {
        MpcOperations.register(protocol);
        this.plain = plain;
        staticPass = new StaticPass(protocol, party.fixedPoint());
        secure = staticPass.apply(plain, privacy, roots);
        dynamicPass = new DynamicPass(secure, party.role());
        kernels = KernelSession.open(party, protocol);
        graph = new Graph();
        nodes = new NodeImport(graph, kernels.id());
        try {
            nodes.importGraph(secure.graph());
            path.add(secure.graph().getNodeList());
            session = new Session(graph, CONFIGURATION);
        } catch (RuntimeException e) {
            graph.close();
            kernels.close();
            throw e;
        }
    }

    /** Runs the graph's initializers, as TensorFlow's session does. Of a graph from Python, run its init operation as a target. */
    public void initialize() {
        execute(() -> {
            session.initialize();
            return true;
        });
    }

    public Runner runner() {
        return new Runner();
    }

    /**
     * What becomes private, what stays public, what is refused, and what a run costs; runs nothing.
     *
     * @param roots fetches and targets of the run; empty for the whole graph
     * @param feeds shapes of placeholders that the graph leaves open
     */
    public Coverage coverage(Set<String> roots, Map<String, Shape> feeds) {
        return staticPass.coverage(plain, secure.privacy(), roots, feeds);
    }

    /** What the static pass made of the graph. */
    public SecureGraph secureGraph() {
        return secure;
    }

    /** Message rounds of the last run: hops on its longest chain of operations, as this party saw them. */
    public int rounds() {
        oneRun.lock();
        try {
            return path.length(kernels.rounds());
        } finally {
            oneRun.unlock();
        }
    }

    /** Reads or writes variables between two runs. */
    interface StateAction<T> {
        T on(SessionState state) throws IOException;
    }

    /** Waits for its turn, then acts on the variables as this party has them. */
    <T> T withState(StateAction<T> action) throws IOException {
        oneRun.lock();
        try {
            SessionState known = state;
            SessionState current =
                    known != null ? known : new SessionState(secure.graph().getNodeList(), nodes, session);
            state = current;
            return PlatformThreads.call(() -> {
                try {
                    return action.on(current);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            oneRun.unlock();
        }
    }

    @Override
    public void close() {
        oneRun.lock();
        try {
            session.close();
            graph.close();
            kernels.close();
        } finally {
            oneRun.unlock();
        }
    }

    private <T> T execute(java.util.function.Supplier<T> run) {
        oneRun.lock();
        try {
            RuntimeException earlier = kernels.failure();
            if (earlier != null) {
                throw earlier;
            }
            kernels.beginRun();
            return PlatformThreads.call(run);
        } catch (RosettaException e) {
            throw e;
        } catch (RuntimeException e) {
            RuntimeException cause = kernels.failure();
            if (cause == null) {
                // Not the kernels' failure: TensorFlow's own, here alone. The peers must not wait for it.
                throw kernels.failOutside(e);
            }
            cause.addSuppressed(e);
            throw cause;
        } finally {
            oneRun.unlock();
        }
    }

    /** Collects what one run feeds and fetches, as {@link Session.Runner} does; names are those of the plain graph. */
    public final class Runner {
        private final Map<TensorName, Tensor> feeds = new LinkedHashMap<>();
        private final List<String> names = new ArrayList<>();
        private final List<TensorName> fetches = new ArrayList<>();
        private final List<String> targets = new ArrayList<>();

        private Runner() {}

        /** Feeds {@code node} or {@code node:index}. */
        public Runner feed(String tensor, Tensor value) {
            feeds.put(TensorName.of(tensor), value);
            return this;
        }

        public Runner feed(String node, int index, Tensor value) {
            feeds.put(new TensorName(node, index), value);
            return this;
        }

        public Runner feed(Operand<?> operand, Tensor value) {
            feeds.put(TensorName.of(operand), value);
            return this;
        }

        /** Fetches {@code node} or {@code node:index}; by this name it is found in the result. */
        public Runner fetch(String tensor) {
            return fetch(tensor, TensorName.of(tensor));
        }

        public Runner fetch(String node, int index) {
            return fetch(node + ":" + index, new TensorName(node, index));
        }

        public Runner fetch(Output<?> output) {
            return fetch((Operand<?>) output);
        }

        public Runner fetch(Operand<?> operand) {
            TensorName name = TensorName.of(operand);
            return fetch(name.toString(), name);
        }

        private Runner fetch(String name, TensorName tensor) {
            names.add(name);
            fetches.add(tensor);
            return this;
        }

        public Runner addTarget(String node) {
            targets.add(node);
            return this;
        }

        public Runner addTarget(Operation operation) {
            return addTarget(operation.name());
        }

        public Runner addTarget(Op op) {
            return addTarget(op.op());
        }

        /**
         * Runs at this party, together with the two others.
         *
         * @throws ConfigurationException before anything runs, if a fetch is private and revealed to nobody, or is not in the graph
         * @throws RosettaException if the run fails, here or at a peer
         */
        public Result run() {
            List<String> tensors =
                    fetches.stream().map(PrivateSession.this::readable).toList();
            feeds.keySet().forEach(PrivateSession.this::checkFeed);
            return execute(() -> {
                List<NodeDef> added = dynamicPass.prepare(tensors, targets);
                nodes.add(added);
                path.add(added);
                Session.Runner runner = session.runner();
                feeds.forEach((name, value) -> runner.feed(name.node(), name.index(), value));
                tensors.forEach(runner::fetch);
                targets.forEach(runner::addTarget);
                return Results.renamed(runner.run(), names);
            });
        }
    }

    /** The tensor of the secure graph that holds a fetch's plain value. */
    private String readable(TensorName fetch) {
        String refusal = secure.refused().get(fetch.node());
        if (refusal != null) {
            throw new ConfigurationException("cannot fetch " + fetch + ": " + refusal);
        }
        String revealed = secure.reveals().get(fetch.toString());
        if (revealed != null) {
            return revealed;
        }
        DataType type = secure.secrets().get(fetch.toString());
        if (type != null) {
            throw new ConfigurationException("cannot fetch " + fetch
                    + ": it is private and no party may see it; name its receivers under the privacy's reveals");
        }
        return fetch.toString();
    }

    private void checkFeed(TensorName feed) {
        if (secure.secrets().containsKey(feed.toString())
                && secure.privacy().inputs().stream()
                        .noneMatch(i -> i.placeholder().equals(feed.node()))) {
            throw new ConfigurationException("cannot feed " + feed
                    + ": it is private and not an input; feed the placeholders it is computed from");
        }
    }
}
