package com.latticex.rosetta.tensorflow.gradient;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.tensorflow.kernel.AttributeText;
import com.latticex.rosetta.tensorflow.kernel.MpcOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.BroadcastGradientArgs;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * One operation being differentiated: its operands, its result, the gradient g of the result, and the few terms that
 * gradients are written in.
 */
final class Differentiation {
    private final Ops tf;
    private final GraphOperation operation;
    private final Operand<TNumber> gradient;
    private final boolean[] secret;
    private final Attributes attributes;

    Differentiation(Ops tf, GraphOperation operation, List<Output<?>> gradients) {
        this.tf = tf;
        this.operation = operation;
        this.gradient = number(gradients.getFirst());
        this.secret = operation.attributes().getAttrBoolList(MpcOperations.SECRET);
        this.attributes =
                AttributeText.parse(Arrays.asList(operation.attributes().getAttrStringList(MpcOperations.ATTRIBUTES)));
    }

    Ops tf() {
        return tf;
    }

    Operand<TNumber> g() {
        return gradient;
    }

    Operand<TNumber> operand(int index) {
        return number(operation.input(index));
    }

    Operand<TNumber> x() {
        return operand(0);
    }

    Operand<TNumber> y() {
        return operand(1);
    }

    /** The first operand of a selection: bits. */
    @SuppressWarnings("unchecked")
    Operand<TBool> condition() {
        return (Operand<TBool>) (Operand<?>) operation.input(0);
    }

    Operand<TNumber> result() {
        return number(operation.output(0));
    }

    boolean isSecret(int index) {
        return secret[index];
    }

    Attributes attributes() {
        return attributes;
    }

    // ---- terms

    Operand<TNumber> plus(Operand<TNumber> a, Operand<TNumber> b) {
        return tf.math.add(a, b);
    }

    Operand<TNumber> minus(Operand<TNumber> a, Operand<TNumber> b) {
        return tf.math.sub(a, b);
    }

    Operand<TNumber> times(Operand<TNumber> a, Operand<TNumber> b) {
        return tf.math.mul(a, b);
    }

    Operand<TNumber> over(Operand<TNumber> a, Operand<TNumber> b) {
        return tf.math.div(a, b);
    }

    Operand<TNumber> negative(Operand<TNumber> a) {
        return tf.math.neg(a);
    }

    /** A public scalar of the result's type. */
    Operand<TNumber> constant(double value) {
        return TFloat32.class.equals(result().type())
                ? number(tf.constant((float) value).asOutput())
                : number(tf.constant(value).asOutput());
    }

    Operand<TInt32> shape(Operand<TNumber> a) {
        return tf.shape(a);
    }

    // ---- results

    /** The gradients of the operands, where those are secret: nothing flows to public ones. */
    List<@Nullable Operand<?>> toSecrets(List<java.util.function.Supplier<Operand<TNumber>>> gradients) {
        List<@Nullable Operand<?>> results = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            results.add(secret[i] ? gradients.get(i).get() : null);
        }
        return results;
    }

    /** Summed over the axes along which an operand was broadcast, so that it has the operand's shape. */
    Operand<TNumber> unbroadcast(Operand<TNumber> term, int index) {
        Operand<TInt32> own = shape(operand(index));
        BroadcastGradientArgs<TInt32> axes = BroadcastGradientArgs.create(tf.scope(), own, shape(g()));
        return tf.reshape(tf.sum(term, axes.r0()), own);
    }

    @SuppressWarnings("unchecked")
    static Operand<TNumber> number(Output<?> output) {
        return (Operand<TNumber>) (Operand<?>) output;
    }
}
