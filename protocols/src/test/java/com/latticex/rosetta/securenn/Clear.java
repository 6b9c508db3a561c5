package com.latticex.rosetta.securenn;

import com.latticex.rosetta.tensor.Shape;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Numbers in the clear, with the plain loops that protocols are compared with. */
final class Clear {
    private final Shape shape;
    private final double[] values;

    Clear(Shape shape, double... values) {
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(shape + " needs " + shape.size() + " values");
        }
        this.shape = shape;
        this.values = values;
    }

    Shape shape() {
        return shape;
    }

    double[] values() {
        return values;
    }

    Clear map(DoubleUnaryOperator f) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsDouble(values[i]);
        }
        return new Clear(shape, out);
    }

    /** Elementwise with NumPy's broadcasting. */
    Clear combine(Clear other, DoubleBinaryOperator f) {
        Shape out = shape.broadcast(other.shape).orElseThrow();
        double[] result = new double[(int) out.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = f.applyAsDouble(values[at(out, i)], other.values[other.at(out, i)]);
        }
        return new Clear(out, result);
    }

    Clear broadcastTo(Shape out) {
        return combine(new Clear(out, new double[(int) out.size()]), (a, b) -> a);
    }

    private int at(Shape out, int index) {
        int at = 0;
        int step = 1;
        int rest = index;
        for (int d = 1; d <= out.rank(); d++) {
            int i = rest % (int) out.extent(-d);
            rest /= (int) out.extent(-d);
            if (d <= shape.rank() && shape.extent(-d) != 1) {
                at += i * step;
                step *= (int) shape.extent(-d);
            }
        }
        return at;
    }

    /** Sums over one axis and keeps it with extent 1. */
    Clear sumKeeping(int axis) {
        return foldKeeping(axis, Double::sum);
    }

    /** Combines along one axis and keeps it with extent 1; 0 for no elements. */
    Clear foldKeeping(int axis, DoubleBinaryOperator f) {
        long inner = shape.slice(axis + 1, shape.rank()).size();
        long extent = shape.extent(axis);
        Shape out = shape.slice(0, axis).concat(Shape.of(1)).concat(shape.slice(axis + 1, shape.rank()));
        double[] result = new double[(int) out.size()];
        for (int i = 0; i < values.length; i++) {
            int at = (int) (i / (inner * extent) * inner + i % inner);
            result[at] = i / inner % extent == 0 ? values[i] : f.applyAsDouble(result[at], values[i]);
        }
        return new Clear(out, result);
    }

    Clear reshape(Shape to) {
        return new Clear(to, values);
    }

    /** Exchanges the last two axes. */
    Clear transposed() {
        long m = shape.extent(-2);
        long n = shape.extent(-1);
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            long matrix = i / (m * n);
            result[(int) (matrix * m * n + i % n * m + i / n % m)] = values[i];
        }
        return new Clear(shape.slice(0, shape.rank() - 2).concat(Shape.of(n, m)), result);
    }

    /** Matrix product of the last two axes, the others broadcasting. */
    Clear matmul(Clear other) {
        Shape batch = shape.slice(0, shape.rank() - 2)
                .broadcast(other.shape.slice(0, other.shape.rank() - 2))
                .orElseThrow();
        int m = (int) shape.extent(-2);
        int k = (int) shape.extent(-1);
        int n = (int) other.shape.extent(-1);
        Clear x = broadcastTo(batch.concat(Shape.of(m, k)));
        Clear y = other.broadcastTo(batch.concat(Shape.of(k, n)));
        double[] result = new double[(int) batch.size() * m * n];
        for (int i = 0; i < result.length; i++) {
            int matrix = i / (m * n);
            for (int l = 0; l < k; l++) {
                result[i] += x.values[matrix * m * k + i / n % m * k + l] * y.values[matrix * k * n + l * n + i % n];
            }
        }
        return new Clear(batch.concat(Shape.of(m, n)), result);
    }
}
