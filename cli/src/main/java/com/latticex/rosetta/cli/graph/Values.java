package com.latticex.rosetta.cli.graph;

import java.util.List;

/** Numbers of a tensor in row-major order. Never prints its content. */
public final class Values {
    private final List<Long> shape;
    private final double[] numbers;

    /** Takes ownership of the array. */
    public Values(List<Long> shape, double[] numbers) {
        this.shape = List.copyOf(shape);
        this.numbers = numbers;
        long size = this.shape.stream().reduce(1L, Math::multiplyExact);
        if (size != numbers.length) {
            throw new IllegalArgumentException("shape " + shape + " does not fit " + numbers.length + " numbers");
        }
    }

    public static Values scalar(double number) {
        return new Values(List.of(), new double[] {number});
    }

    public List<Long> shape() {
        return shape;
    }

    /** Not a copy. */
    public double[] numbers() {
        return numbers;
    }

    /** Extent of the first axis; 1 for a scalar. */
    public int rows() {
        return shape.isEmpty() ? 1 : Math.toIntExact(shape.getFirst());
    }

    /** Numbers in one row. */
    public int width() {
        return rows() == 0 ? 0 : numbers.length / rows();
    }

    @Override
    public String toString() {
        return "Values" + shape;
    }
}
