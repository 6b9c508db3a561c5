package com.latticex.rosetta.tensor;

import com.latticex.rosetta.backend.Strides;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Extents of a tensor, outermost first; empty for a scalar. Any extent may be 0. */
public record Shape(List<Long> extents) {
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        extents = List.copyOf(extents);
        if (extents.stream().anyMatch(e -> e < 0)) {
            throw new IllegalArgumentException("negative extent in " + extents);
        }
    }

    public static Shape of(long... extents) {
        return new Shape(Arrays.stream(extents).boxed().toList());
    }

    public int rank() {
        return extents.size();
    }

    /** Extent of an axis; negative axes count from the end. */
    public long extent(int axis) {
        return extents.get(axis < 0 ? axis + rank() : axis);
    }

    /** Number of elements. */
    public long size() {
        return extents.stream().reduce(1L, Math::multiplyExact);
    }

    /** NumPy's common shape of two operands; empty if an axis differs and neither extent is 1. */
    public Optional<Shape> broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        Long[] common = new Long[rank];
        for (int d = 1; d <= rank; d++) {
            long mine = d <= rank() ? extent(-d) : 1;
            long theirs = d <= other.rank() ? other.extent(-d) : 1;
            if (mine != theirs && mine != 1 && theirs != 1) {
                return Optional.empty();
            }
            common[rank - d] = mine == 1 ? theirs : mine;
        }
        return Optional.of(new Shape(List.of(common)));
    }

    /** The extents from one axis to another, which is left out. */
    public Shape slice(int from, int to) {
        return new Shape(extents.subList(from, to));
    }

    /** These extents, then the other's. */
    public Shape concat(Shape other) {
        List<Long> all = new ArrayList<>(extents);
        all.addAll(other.extents);
        return new Shape(all);
    }

    /** How a dense tensor of this shape is read when broadcast to another one, to which it fits. */
    public Strides broadcastStrides(Shape to) {
        Long[] strides = new Long[to.rank()];
        long step = 1;
        for (int d = 1; d <= to.rank(); d++) {
            long extent = d <= rank() ? extent(-d) : 1;
            strides[to.rank() - d] = extent == 1 ? 0L : step;
            step *= extent;
        }
        return new Strides(0, to.extents, List.of(strides));
    }

    public long[] toArray() {
        return extents.stream().mapToLong(Long::longValue).toArray();
    }

    /** {@code [2, 3]}. */
    @Override
    public String toString() {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
