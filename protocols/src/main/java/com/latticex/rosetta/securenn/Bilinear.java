package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** A bilinear map, such as the elementwise or the matrix product. */
interface Bilinear {
    /** Shape of the result. */
    Shape shape();

    /** The map itself; absent if an operand is. */
    Tensor apply(Tensor x, Tensor y);

    /**
     * This party's share of the map of x = mx - a and y = my - b (Beaver): first * mx my - mx b - a my + ab.
     *
     * @param ab share of the map of the masks
     */
    Tensor share(Invocation call, Tensor mx, Tensor my, Tensor a, Tensor b, Tensor ab);

    /** The elementwise product, broadcasting both operands to one shape. */
    record Elementwise(Shape shape) implements Bilinear {
        @Override
        public Tensor apply(Tensor x, Tensor y) {
            return x.broadcastTo(shape).times(y.broadcastTo(shape));
        }

        @Override
        public Tensor share(Invocation call, Tensor mx, Tensor my, Tensor a, Tensor b, Tensor ab) {
            return call.atHolders(
                    shape,
                    out -> call.backend()
                            .beaver(
                                    call.role().first(),
                                    mx.broadcastTo(shape).words(),
                                    my.broadcastTo(shape).words(),
                                    a.broadcastTo(shape).words(),
                                    b.broadcastTo(shape).words(),
                                    ab.words(),
                                    out));
        }
    }

    /** The matrix product of a {@link MatrixProduct}. */
    record Matrix(MatrixProduct product) implements Bilinear {
        @Override
        public Shape shape() {
            return product.out();
        }

        @Override
        public Tensor apply(Tensor x, Tensor y) {
            return product.left(x).matmul(product.right(y), product.shape(), product.out());
        }

        /** ab + mx (first * my - b) - a my: two matrix products. */
        @Override
        public Tensor share(Invocation call, Tensor mx, Tensor my, Tensor a, Tensor b, Tensor ab) {
            Tensor partner = call.addPublic(b.negate(), my);
            return ab.plusMatmul(product.left(mx), product.right(partner), product.shape())
                    .plusMatmul(product.left(a.negate()), product.right(my), product.shape());
        }
    }
}
