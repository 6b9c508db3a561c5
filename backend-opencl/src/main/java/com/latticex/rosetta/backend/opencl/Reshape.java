package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClWords;
import com.latticex.rosetta.backend.opencl.host.Dimensions;

/** Gathers and sums. */
final class Reshape {
    /** Inner rows this long are copied row by row on a processor. */
    private static final long LONG_ROW = 16;

    /** A sum this long is cut into parts when there are too few sums for every unit. */
    private static final long LONG_SUM = 2048;

    private final Programs programs;

    Reshape(Programs programs) {
        this.programs = programs;
    }

    void gather(ClWords x, Strides view, ClWords out) {
        Dimensions.forEach(view, part -> gather(x, part, out));
    }

    private void gather(ClWords x, Dimensions part, ClWords out) {
        KernelShape shape = programs.shape();
        ClWords target = part.target(out);
        if (!shape.gpu() && part.inner() >= LONG_ROW) {
            long rows = target.size() / part.inner();
            long chunk = shape.chunk(rows, 64);
            part.to(programs.call(Family.SHAPE, "gather_rows").in(x))
                    .out(target)
                    .word(rows)
                    .word(chunk)
                    .run((rows + chunk - 1) / chunk, shape.rowGroup());
            return;
        }
        String kernel = target.size() < 1L << 32 ? "gather_small" : "gather_large";
        part.to(programs.call(Family.SHAPE, kernel).in(x))
                .out(target)
                .word(target.size())
                .run(target.size(), shape.group());
    }

    void sum(ClWords x, long outer, long axis, long inner, ClWords out) {
        long sums = outer * ((inner + 7) / 8);
        long wanted = programs.shape().wanted();
        if (sums == 0) {
            return;
        }
        if (axis < LONG_SUM || sums >= wanted) {
            sumParts(x, outer, axis, inner, Math.max(axis, 1), 1, out);
            return;
        }
        long length = Math.max(LONG_SUM / 4, (axis * sums + wanted - 1) / wanted);
        long parts = (axis + length - 1) / length;
        try (ClWords partial = programs.queue().words(outer * parts * inner)) {
            sumParts(x, outer, axis, inner, length, parts, partial);
            sum(partial, outer, parts, inner, out);
        }
    }

    private void sumParts(ClWords x, long outer, long axis, long inner, long length, long parts, ClWords out) {
        if (inner == 1) {
            programs.call(Family.SHAPE, "sum_rows")
                    .in(x)
                    .word(outer)
                    .word(axis)
                    .word(length)
                    .word(parts)
                    .out(out)
                    .run(outer * parts, programs.shape().group());
        } else {
            long items = outer * parts * ((inner + 7) / 8);
            programs.call(Family.SHAPE, "sum_axis")
                    .in(x)
                    .word(outer)
                    .word(axis)
                    .word(inner)
                    .word(length)
                    .word(parts)
                    .out(out)
                    .run(items, programs.shape().group());
        }
    }
}
