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
    private final Attributes attributes;

    Differentiation(Ops tf, GraphOperation operation, List<Output<?>> gradients) {
        this.tf = tf;
        this.operation = operation;
        this.gradient = number(gradients.getFirst());
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

    /**
     * Whether an operand wants a gradient: all but constants. Public ones do: a variable is public until it is known
     * that training updates it.
     */
    boolean wantsGradient(int index) {
        return !operation.input(index).op().type().equals("Const");
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

    /** The gradients of the operands, null for constants. */
    List<@Nullable Operand<?>> toOperands(List<java.util.function.Supplier<Operand<TNumber>>> gradients) {
        List<@Nullable Operand<?>> results = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            results.add(wantsGradient(i) ? gradients.get(i).get() : null);
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
