package com.latticex.rosetta.tensorflow;

import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensorflow.pass.Part;
import com.latticex.rosetta.tensorflow.pass.Privacy;
import com.latticex.rosetta.tensorflow.pass.PrivateInput;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.op.nn.SigmoidCrossEntropyWithLogits;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** A logistic regression as a user writes it in TensorFlow-Java, and data of two owners for it. */
final class LogisticRegression {
    static final int ROWS = 16;
    static final int COLUMNS = 4;
    static final float RATE = 0.5f;
    static final String LOSS = "loss";
    static final String TRAIN = "train";

    /** P0 holds the labels and half of the columns, P1 the other half. All may see the weights, P0 the loss. */
    static final Privacy PRIVACY = new Privacy(
            List.of(
                    new PrivateInput("x", -1, List.of(new Part(Role.P0, 2), new Part(Role.P1, Part.REST))),
                    PrivateInput.of("y", Role.P0)),
            Map.of("w", EnumSet.allOf(Role.class), "b_value", EnumSet.allOf(Role.class), LOSS, Set.of(Role.P0)));

    private LogisticRegression() {}

    /**
     * @param resource variables by handle, else by reference
     * @param trained with TensorFlow's gradients and updates, else ending at the loss
     */
    static GraphDef graph(boolean resource, boolean trained) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> x =
                    tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, COLUMNS)));
            Operand<TFloat32> y = tf.withName("y").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
            Operand<TFloat32> weights = tf.constant(new float[][] {{0.1f}, {-0.2f}, {0.3f}, {0}});
            Operand<TFloat32> bias = tf.constant(new float[] {0.05f});
            if (resource) {
                VarHandleOp w = handle(tf, "w", Shape.of(COLUMNS, 1), weights);
                VarHandleOp b = handle(tf, "b", Shape.of(1), bias);
                Operand<TFloat32> readW = tf.readVariableOp(w, TFloat32.class);
                Operand<TFloat32> readB = tf.readVariableOp(b, TFloat32.class);
                tf.withName("w_value").identity(readW);
                tf.withName("b_value").identity(readB);
                Operand<TFloat32> loss = loss(tf, x, y, readW, readB);
                if (trained) {
                    Output<?>[] gradients =
                            graph.addGradients(loss.asOutput(), new Output<?>[] {readW.asOutput(), readB.asOutput()});
                    Op stepW = tf.train.resourceApplyGradientDescent(w, tf.constant(RATE), number(gradients[0]));
                    Op stepB = tf.train.resourceApplyGradientDescent(b, tf.constant(RATE), number(gradients[1]));
                    tf.withControlDependencies(stepW, stepB).withName(TRAIN).noOp();
                }
            } else {
                Variable<TFloat32> w = variable(tf, "w", Shape.of(COLUMNS, 1), weights);
                Variable<TFloat32> b = variable(tf, "b", Shape.of(1), bias);
                tf.withName("w_value").identity(w);
                tf.withName("b_value").identity(b);
                Operand<TFloat32> loss = loss(tf, x, y, w, b);
                if (trained) {
                    new GradientDescent(graph, RATE).minimize(loss, TRAIN);
                }
            }
            return graph.toGraphDef();
        }
    }

    private static Operand<TFloat32> loss(
            Ops tf, Operand<TFloat32> x, Operand<TFloat32> y, Operand<TFloat32> w, Operand<TFloat32> b) {
        Operand<TFloat32> logits = tf.math.add(tf.linalg.matMul(x, w), b);
        Operand<TFloat32> losses = SigmoidCrossEntropyWithLogits.sigmoidCrossEntropyWithLogits(tf.scope(), y, logits);
        return tf.withName(LOSS).math.mean(losses, tf.constant(new int[] {0, 1}));
    }

    private static Variable<TFloat32> variable(Ops tf, String name, Shape shape, Operand<TFloat32> value) {
        Variable<TFloat32> variable = tf.withName(name).variable(shape, TFloat32.class);
        tf.withInitScope().assign(variable, value);
        return variable;
    }

    private static VarHandleOp handle(Ops tf, String name, Shape shape, Operand<TFloat32> value) {
        VarHandleOp handle = tf.withName(name).varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
        tf.withInitScope().assignVariableOp(handle, value);
        return handle;
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> number(Output<?> output) {
        return (Operand<TFloat32>) (Operand<?>) output;
    }

    // ---- data

    static TFloat32 features(long seed) {
        Random random = new Random(seed);
        return TFloat32.tensorOf(
                Shape.of(ROWS, COLUMNS), t -> t.scalars().forEach(s -> s.setFloat((float) random.nextGaussian())));
    }

    static TFloat32 labels(long seed) {
        Random random = new Random(seed);
        return TFloat32.tensorOf(Shape.of(ROWS, 1), t -> t.scalars().forEach(s -> s.setFloat(random.nextInt(2))));
    }

    /** What a party that holds nothing of it feeds. */
    static TFloat32 nothing(Shape shape) {
        return TFloat32.tensorOf(shape);
    }
}
