package com.latticex.rosetta.tensor;

import java.util.List;
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
        return new Shape(java.util.Arrays.stream(extents).boxed().toList());
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

    public long[] toArray() {
        return extents.stream().mapToLong(Long::longValue).toArray();
    }

    /** {@code [2, 3]}. */
    @Override
    public String toString() {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
