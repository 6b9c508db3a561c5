package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * How two operands of a matrix product with leading batch axes meet: the last two axes are multiplied, the others broadcast as in NumPy.
 *
 * @param x shape of the left operand
 * @param y shape of the right operand
 * @param batch common shape of the leading axes
 * @param shape the kernel's shape
 * @param out shape of the result
 */
record MatrixProduct(Shape x, Shape y, Shape batch, MatMulShape shape, Shape out) {
    static MatrixProduct of(Shape x, Shape y, boolean transposeX, boolean transposeY) {
        if (x.rank() < 2 || y.rank() < 2) {
            throw new ConfigurationException("operands of MatMul have shapes " + x + " and " + y
                    + "; each needs at least two axes, so reshape a vector to one row or one column");
        }
        Shape batchX = x.slice(0, x.rank() - 2);
        Shape batchY = y.slice(0, y.rank() - 2);
        Shape batch = Operands.broadcast("MatMul", batchX, batchY);
        long m = x.extent(transposeX ? -1 : -2);
        long k = x.extent(transposeX ? -2 : -1);
        long inner = y.extent(transposeY ? -1 : -2);
        long n = y.extent(transposeY ? -2 : -1);
        if (k != inner) {
            throw new ConfigurationException("operands of MatMul have shapes " + x + (transposeX ? " transposed" : "")
                    + " and " + y + (transposeY ? " transposed" : "") + ": the inner extents " + k + " and " + inner
                    + " differ");
        }
        MatMulShape shape =
                new MatMulShape(batch.size(), m, k, n, transposeX, transposeY, batchX.size() == 1, batchY.size() == 1);
        return new MatrixProduct(x, y, batch, shape, batch.concat(Shape.of(m, n)));
    }

    /** The left operand as the kernel wants it. */
    Tensor left(Tensor t) {
        return spread(t, x, shape.broadcastX());
    }

    /** The right operand as the kernel wants it. */
    Tensor right(Tensor t) {
        return spread(t, y, shape.broadcastY());
    }

    private Tensor spread(Tensor t, Shape of, boolean broadcast) {
        return broadcast ? t : t.broadcastTo(batch.concat(of.slice(of.rank() - 2, of.rank())));
    }
}
