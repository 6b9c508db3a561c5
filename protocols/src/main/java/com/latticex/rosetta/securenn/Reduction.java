package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Operation.Operand;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which axes a reduction removes.
 *
 * @param in shape of the operand
 * @param axes the axes in ascending order, counted from the outermost
 * @param out shape of the result
 */
record Reduction(Shape in, List<Integer> axes, Shape out) {
    /**
     * @param operands the secret and its axes, a public scalar or vector of integers; negative ones count from the end
     * @param keep whether the axes stay, with extent 1
     */
    static Reduction of(String operation, List<Operand> operands, boolean keep) {
        Operands.count(operation, operands, 2);
        Shape in = Operands.secret(operation, operands, 0);
        Plain plain = Operands.known(operation, operands, 1);
        TreeSet<Integer> axes = new TreeSet<>();
        for (double axis : plain.values()) {
            if (axis != Math.rint(axis) || axis < -in.rank() || axis >= in.rank()) {
                throw new ConfigurationException(operation + " over axis " + axis + " of " + in
                        + ": an axis is an integer from " + -in.rank() + " to " + (in.rank() - 1));
            }
            axes.add((int) (axis < 0 ? axis + in.rank() : axis));
        }
        List<Long> extents = new ArrayList<>();
        for (int d = 0; d < in.rank(); d++) {
            if (!axes.contains(d)) {
                extents.add(in.extent(d));
            } else if (keep) {
                extents.add(1L);
            }
        }
        return new Reduction(in, List.copyOf(axes), new Shape(extents));
    }

    /** Number of elements that make one of the result. */
    long count() {
        long count = 1;
        for (int axis : axes) {
            count *= in.extent(axis);
        }
        return count;
    }

    /** The operand with the elements that become one along the outermost axis: shape (count, elements of the result). */
    Tensor axesFirst(Tensor x) {
        List<Integer> order = new ArrayList<>(axes);
        for (int d = 0; d < in.rank(); d++) {
            if (!axes.contains(d)) {
                order.add(d);
            }
        }
        List<Long> extents = order.stream().map(d -> in.extent(d)).toList();
        List<Long> strides =
                order.stream().map(d -> in.slice(d + 1, in.rank()).size()).toList();
        return x.gather(Shape.of(count(), out.size()), new Strides(0, extents, strides));
    }

    /** The sum; local for shares. */
    Tensor sum(Tensor x) {
        Tensor sum = x;
        for (int axis : axes.reversed()) {
            sum = sum.sum(axis);
        }
        return sum.reshape(out);
    }
}
