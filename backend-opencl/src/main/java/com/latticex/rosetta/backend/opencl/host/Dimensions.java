package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.Strides;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A strided view as a kernel takes it: at most 8 dimensions, innermost first, neighbours that are walked as one joined.
 */
public final class Dimensions {
    private static final int MOST = 8;

    private final long from;
    private final long to;
    private final int rank;
    private final long[] extents = new long[MOST];
    private final long[] strides = new long[MOST];

    private Dimensions(List<Axis> axes, long from, long to) {
        this.from = from;
        this.to = to;
        this.rank = Math.max(1, axes.size());
        Arrays.fill(extents, 1);
        for (int d = 0; d < axes.size(); d++) {
            extents[d] = axes.get(d).extent();
            strides[d] = axes.get(d).stride();
        }
    }

    private record Axis(long extent, long stride) {}

    /** Calls once for each part of a view; more than one part only when more than 8 dimensions remain after joining. */
    public static void forEach(Strides view, Consumer<Dimensions> action) {
        if (view.size() > 0) {
            cut(join(view), view.offset(), 0, action);
        }
    }

    private static void cut(List<Axis> axes, long from, long to, Consumer<Dimensions> action) {
        if (axes.size() <= MOST) {
            action.accept(new Dimensions(axes, from, to));
            return;
        }
        Axis outer = axes.getLast();
        List<Axis> rest = axes.subList(0, axes.size() - 1);
        long size = rest.stream().mapToLong(Axis::extent).reduce(1, Math::multiplyExact);
        for (long i = 0; i < outer.extent(); i++) {
            cut(rest, from + i * outer.stride(), to + i * size, action);
        }
    }

    private static List<Axis> join(Strides view) {
        List<Axis> axes = new ArrayList<>();
        for (int d = view.extents().size() - 1; d >= 0; d--) {
            long extent = view.extents().get(d);
            long stride = view.strides().get(d);
            if (extent == 1) {
                continue;
            }
            Axis inner = axes.isEmpty() ? null : axes.getLast();
            if (inner != null && stride == inner.extent() * inner.stride()) {
                axes.set(axes.size() - 1, new Axis(extent * inner.extent(), inner.stride()));
            } else {
                axes.add(new Axis(extent, stride));
            }
        }
        return axes;
    }

    /** Appends the kernel parameters {@code long offset, int rank, ulong8 extents, long8 strides}. */
    public ClLaunch to(ClLaunch launch) {
        return launch.word(from).number(rank).word(extents).word(strides);
    }

    /** Appends the kernel parameters {@code ulong offset}, eight extents and eight strides, for kernels without vectors. */
    public ClLaunch scalarsTo(ClLaunch launch) {
        launch.word(from);
        for (long extent : extents) {
            launch.word(extent);
        }
        for (long stride : strides) {
            launch.word(stride);
        }
        return launch;
    }

    /** The part of the dense output that this part of the view fills. */
    public ClWords target(ClWords out) {
        return out.slice(to, size());
    }

    /** Length of the rows. */
    public long inner() {
        return extents[0];
    }

    private long size() {
        return Arrays.stream(extents).reduce(1, (x, y) -> x * y);
    }
}
