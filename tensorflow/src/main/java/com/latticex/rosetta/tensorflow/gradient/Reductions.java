package com.latticex.rosetta.tensorflow.gradient;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Gradients of reductions over axes, which are the second, public operand. */
final class Reductions {
    private Reductions() {}

    static List<@Nullable Operand<?>> sum(Differentiation d) {
        return Arrays.asList(spread(d, d.g()), null);
    }

    /** Each of n elements contributes 1/n. */
    static List<@Nullable Operand<?>> mean(Differentiation d) {
        Ops tf = d.tf();
        Operand<TInt32> all = tf.constant(new int[] {0});
        Operand<TInt32> inputs = tf.reduceProd(d.shape(d.x()), all);
        Operand<TInt32> outputs = tf.math.maximum(tf.reduceProd(d.shape(d.result()), all), tf.constant(1));
        Operand<TNumber> count =
                tf.dtypes.cast(tf.math.div(inputs, outputs), d.result().type());
        return Arrays.asList(spread(d, d.times(d.g(), d.over(d.constant(1), count))), null);
    }

    /** Shared equally among ties, as TensorFlow does. */
    static List<@Nullable Operand<?>> max(Differentiation d) {
        Ops tf = d.tf();
        Operand<TNumber> hit = tf.dtypes.cast(
                tf.math.equal(d.x(), spread(d, d.result())), d.result().type());
        Operand<TNumber> ties = tf.reshape(tf.sum(hit, d.y()), keptShape(d));
        return Arrays.asList(d.times(d.over(hit, ties), spread(d, d.g())), null);
    }

    /** A value of the result's shape, repeated along the reduced axes. */
    private static Operand<TNumber> spread(Differentiation d, Operand<TNumber> value) {
        return d.tf().broadcastTo(d.tf().reshape(value, keptShape(d)), d.shape(d.x()));
    }

    /** The operand's shape with 1 at the reduced axes. */
    private static Operand<TInt32> keptShape(Differentiation d) {
        Ops tf = d.tf();
        Operand<TInt32> shape = d.shape(d.x());
        Operand<TInt32> rank = tf.size(shape);
        Operand<TInt32> axes = tf.reshape(tf.dtypes.cast(d.y(), TInt32.class), tf.constant(new int[] {-1}));
        Operand<TInt32> positive = tf.math.floorMod(tf.math.add(axes, rank), rank);
        return tf.dynamicStitch(
                List.of(tf.range(tf.constant(0), rank, tf.constant(1)), positive), List.of(shape, tf.onesLike(axes)));
    }
}
