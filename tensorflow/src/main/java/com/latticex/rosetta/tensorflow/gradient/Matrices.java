package com.latticex.rosetta.tensorflow.gradient;

import com.latticex.rosetta.party.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.core.BroadcastGradientArgs;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** The gradient of a matrix product, with or without leading axes. */
final class Matrices {
    private Matrices() {}

    /**
     * Operands of BatchMatMul, whose attributes have names of their own, may have leading axes, which broadcast.
     * (Ranks cannot be asked for: TensorFlow holds the graph's lock while it differentiates.)
     *
     * <p>For z = op(x) op(y) the four cases of transposition: g y^T and x^T g; g y and g^T x; y g^T and x g; y^T g^T and
     * g^T x^T.
     */
    static List<@Nullable Operand<?>> matMul(Differentiation d) {
        Attributes attributes = d.attributes();
        boolean a = attributes.flag("transpose_a", false) || attributes.flag("adj_x", false);
        boolean b = attributes.flag("transpose_b", false) || attributes.flag("adj_y", false);
        boolean batch = attributes.values().keySet().stream().anyMatch(name -> name.startsWith("adj_"));
        Operand<TNumber> g = d.g();
        return d.toOperands(List.of(
                () -> fitted(
                        d, batch, 0, a ? product(d, batch, d.y(), b, g, true) : product(d, batch, g, false, d.y(), !b)),
                () -> fitted(
                        d,
                        batch,
                        1,
                        b ? product(d, batch, g, true, d.x(), a) : product(d, batch, d.x(), !a, g, false))));
    }

    private static Operand<TNumber> product(
            Differentiation d,
            boolean batch,
            Operand<TNumber> x,
            boolean transposeX,
            Operand<TNumber> y,
            boolean transposeY) {
        return batch
                ? d.tf().train
                        .batchMatMul(
                                x, y, d.result().type(), BatchMatMul.adjX(transposeX), BatchMatMul.adjY(transposeY))
                : d.tf().linalg.matMul(x, y, MatMul.transposeA(transposeX), MatMul.transposeB(transposeY));
    }

    /** Summed over leading axes along which an operand was broadcast. */
    private static Operand<TNumber> fitted(Differentiation d, boolean batch, int index, Operand<TNumber> term) {
        if (!batch) {
            return term;
        }
        Operand<TInt32> own = d.shape(d.operand(index));
        BroadcastGradientArgs<TInt32> axes = BroadcastGradientArgs.create(
                d.tf().scope(), leading(d, own), leading(d, d.shape(d.operand(1 - index))));
        return d.tf().reshape(d.tf().sum(term, axes.r0()), own);
    }

    /** All extents but the last two. */
    private static Operand<TInt32> leading(Differentiation d, Operand<TInt32> shape) {
        Operand<TInt32> count = d.tf().math.sub(d.tf().size(shape), d.tf().constant(2));
        return d.tf().slice(
                        shape, d.tf().constant(new int[] {0}), d.tf().reshape(count, d.tf().constant(new int[] {1})));
    }
}
