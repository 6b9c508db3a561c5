package com.latticex.rosetta.tensorflow.optimizer;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensorflow.gradient.MpcGradients;
import com.latticex.rosetta.tensorflow.kernel.MpcOperations;
import com.latticex.rosetta.tensorflow.pass.Privacy;
import com.latticex.rosetta.tensorflow.pass.StaticPass;
import java.util.List;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.JavaGradientAdapter;
import org.tensorflow.proto.GraphDef;

/**
 * Gradient descent for a graph that ends at a loss.
 *
 * <p>The forward graph is replaced by Mpc operations first; automatic differentiation then calls each operation's own
 * gradient, and every variable the loss depends on gets its update. The private session makes the result private.
 *
 * <pre>{@code
 * GraphDef training = new MpcGradientDescentOptimizer(0.1f, privacy, protocol, fixedPoint).minimize(graph, loss, "train");
 * try (PrivateSession session = new PrivateSession(training, privacy, party, protocol)) {
 *     session.initialize();
 *     session.runner().feed("x", x).feed("y", y).addTarget("train").run();
 * }
 * }</pre>
 */
public final class MpcGradientDescentOptimizer {
    private final float learningRate;
    private final Privacy privacy;
    private final Protocol protocol;
    private final FixedPoint fixedPoint;

    /**
     * @param learningRate public, positive
     * @param fixedPoint the parties' number format
     */
    public MpcGradientDescentOptimizer(float learningRate, Privacy privacy, Protocol protocol, FixedPoint fixedPoint) {
        if (!(learningRate > 0) || Float.isInfinite(learningRate)) {
            throw new ConfigurationException("the learning rate must be positive and finite, not " + learningRate);
        }
        this.learningRate = learningRate;
        this.privacy = privacy;
        this.protocol = protocol;
        this.fixedPoint = fixedPoint;
    }

    /** As {@link #minimize(GraphDef, String, String)}, for a graph built in Java; the graph itself is left as it is. */
    public GraphDef minimize(Graph graph, Operand<?> loss, String train) {
        Output<?> output = loss.asOutput();
        return minimize(graph.toGraphDef(), output.op().name() + ":" + output.index(), train);
    }

    /**
     * The training graph.
     *
     * @param plain a graph up to its loss
     * @param loss the tensor to minimize, {@code loss} or {@code loss:0}
     * @param train name of the new node that runs all updates
     * @return the graph with gradients and updates, for {@link com.latticex.rosetta.tensorflow.PrivateSession}
     * @throws ConfigurationException if the loss, or a gradient, has no private form, or depends on no variable
     */
    public GraphDef minimize(GraphDef plain, String loss, String train) {
        MpcOperations.register(protocol);
        MpcGradients.register();
        StaticPass pass = new StaticPass(protocol, fixedPoint);
        // With the loss as root the pass fails here and lists all that stands in the way; without roots it keeps what
        // initializes the variables.
        pass.differentiable(plain, privacy, Set.of(loss));
        GraphDef forward = pass.differentiable(plain, privacy, Set.of());
        try (Graph graph = new Graph()) {
            graph.importGraphDef(forward);
            if (graph.operation(train) != null) {
                throw new ConfigurationException("the graph already has a node '" + train + "'");
            }
            Output<?> target = graph.outputOrThrow(loss);
            List<GraphOperation> variables = TrainedVariables.of(target);
            if (variables.isEmpty()) {
                throw new ConfigurationException("the loss " + loss + " depends on no floating-point variable");
            }
            Output<?>[] gradients = differentiate(graph, target, variables);
            GradientUpdates updates = new GradientUpdates(train, learningRate);
            for (int i = 0; i < gradients.length; i++) {
                if (flows(gradients[i])) {
                    updates.add(
                            variables.get(i),
                            gradients[i],
                            variables.get(i).attributes().getAttrType("dtype"));
                }
            }
            if (updates.isEmpty()) {
                throw new ConfigurationException("no gradient flows from the loss " + loss + " to a variable");
            }
            return updates.appendTo(graph.toGraphDef());
        }
    }

    private static Output<?>[] differentiate(Graph graph, Output<?> loss, List<GraphOperation> variables) {
        try {
            return graph.addGradients(
                    loss, variables.stream().map(v -> v.output(0)).toArray(Output<?>[]::new));
        } catch (RuntimeException e) {
            Throwable own = JavaGradientAdapter.takeFailure();
            Throwable cause = own != null ? own : e;
            throw new ConfigurationException("the loss cannot be differentiated: " + cause.getMessage(), cause);
        }
    }

    /** TensorFlow gives an output of no operation where no gradient flows. */
    private static boolean flows(Output<?> gradient) {
        var handle = ((GraphOperation) gradient.op()).getUnsafeNativeHandle();
        return handle != null && !handle.isNull();
    }
}
