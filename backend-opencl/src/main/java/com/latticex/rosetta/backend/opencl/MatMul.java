package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClWords;
import java.util.List;

/**
 * Matrix products. Products with a thin operand are limited by memory and read it once as it lies; all others are packed
 * panels on a processor and tiles in local memory on a GPU.
 */
final class MatMul {
    private static final long MR = 4;
    private static final long NR = 16;
    private static final long TILE = 64;
    private static final long THIN = 8;

    /** Terms of a thin sum one work-item adds at least. */
    private static final long LEAST_TERMS = 256;

    private final Programs programs;
    private final Elementwise elementwise;
    private final Reshape reshape;

    MatMul(Programs programs, Elementwise elementwise, Reshape reshape) {
        this.programs = programs;
        this.elementwise = elementwise;
        this.reshape = reshape;
    }

    /** Strides of an operand: from one matrix, row, column to the next. */
    private record Layout(ClWords words, long batch, long row, long column) {
        Layout transposed() {
            return new Layout(words, batch, column, row);
        }
    }

    void run(ClWords x, ClWords y, MatMulShape s, boolean accumulate, ClWords out) {
        if (out.size() == 0) {
            return;
        }
        if (s.k() == 0) {
            if (!accumulate) {
                elementwise.fill(0, out);
            }
            return;
        }
        Layout a = new Layout(
                x, s.broadcastX() ? 0 : s.m() * s.k(), s.transposeX() ? 1 : s.k(), s.transposeX() ? s.m() : 1);
        Layout b = new Layout(
                y, s.broadcastY() ? 0 : s.k() * s.n(), s.transposeY() ? 1 : s.n(), s.transposeY() ? s.k() : 1);
        if (Math.min(s.m(), s.n()) >= THIN) {
            full(a, b, s, accumulate, out);
        } else if (s.n() <= s.m()) {
            thin(a, b.transposed(), s.m(), s.n(), s, s.n(), 1, accumulate, out);
        } else {
            thin(b.transposed(), a, s.n(), s.m(), s, 1, s.n(), accumulate, out);
        }
    }

    private ClLaunch call(String kernel) {
        return programs.call(Family.MATMUL, kernel);
    }

    private void full(Layout a, Layout b, MatMulShape s, boolean accumulate, ClWords out) {
        if (programs.shape().gpu()) {
            call("tile")
                    .in(a.words)
                    .word(a.batch)
                    .word(a.row)
                    .word(a.column)
                    .in(b.words)
                    .word(b.batch)
                    .word(b.row)
                    .word(b.column)
                    .out(out)
                    .word(s.m())
                    .word(s.k())
                    .word(s.n())
                    .number(accumulate ? 1 : 0)
                    .run(new long[] {ceil(s.n(), TILE) * 16, ceil(s.m(), TILE) * 16, s.batch()}, new long[] {16, 16, 1
                    });
            return;
        }
        long rowPanels = ceil(s.m(), MR);
        long columnPanels = ceil(s.n(), NR);
        long batchX = s.broadcastX() ? 1 : s.batch();
        long batchY = s.broadcastY() ? 1 : s.batch();
        long sizeX = rowPanels * MR * s.k();
        long sizeY = columnPanels * NR * s.k();
        try (ClWords packedX = programs.queue().words(batchX * sizeX);
                ClWords packedY = programs.queue().words(batchY * sizeY)) {
            call("pack_x")
                    .in(a.words)
                    .word(a.batch)
                    .word(a.row)
                    .word(a.column)
                    .word(s.m())
                    .word(s.k())
                    .out(packedX)
                    .run(new long[] {rowPanels, batchX}, new long[] {1, 1});
            call("pack_y")
                    .in(b.words)
                    .word(b.batch)
                    .word(b.row)
                    .word(b.column)
                    .word(s.k())
                    .word(s.n())
                    .out(packedY)
                    .run(new long[] {columnPanels, batchY}, new long[] {1, 1});
            call("panel")
                    .in(packedX)
                    .word(s.broadcastX() ? 0 : sizeX)
                    .in(packedY)
                    .word(s.broadcastY() ? 0 : sizeY)
                    .out(out)
                    .word(s.m())
                    .word(s.k())
                    .word(s.n())
                    .number(accumulate ? 1 : 0)
                    .run(new long[] {rowPanels, columnPanels, s.batch()}, new long[] {1, 1, 1});
        }
    }

    /**
     * Both operands as count (few) by k; result (i, j) at i * oi + j * oj.
     *
     * @param count results along the long operand
     * @param few vectors of the small operand, below 8
     */
    private void thin(
            Layout big,
            Layout small,
            long count,
            long few,
            MatMulShape s,
            long oi,
            long oj,
            boolean accumulate,
            ClWords out) {
        boolean along = big.column == 1;
        long blocks = s.batch() * (along ? count : ceil(count, THIN));
        long parts = Math.clamp(programs.shape().wanted() / blocks, 1, ceil(s.k(), LEAST_TERMS));
        long length = ceil(s.k(), parts);
        parts = ceil(s.k(), length);
        long size = count * few;
        if (parts == 1) {
            thinParts(along, big, small, count, few, s, length, parts, out, size, size, oi, oj, accumulate);
            return;
        }
        try (ClWords partial = programs.queue().words(s.batch() * parts * size);
                ClWords total = programs.queue().words(s.batch() * size)) {
            thinParts(along, big, small, count, few, s, length, parts, partial, parts * size, size, oi, oj, false);
            ClWords sums = accumulate ? total : out;
            reshape.sum(partial, s.batch(), parts, size, sums);
            if (accumulate) {
                elementwise.binary("add", out, total, out);
            }
        }
    }

    private void thinParts(
            boolean along,
            Layout big,
            Layout small,
            long count,
            long few,
            MatMulShape s,
            long length,
            long parts,
            ClWords out,
            long ob,
            long op,
            long oi,
            long oj,
            boolean accumulate) {
        KernelShape shape = programs.shape();
        int add = accumulate ? 1 : 0;
        if (!along) {
            call("thin_axpy")
                    .in(big.words)
                    .word(big.batch)
                    .word(big.column)
                    .in(small.words)
                    .word(small.batch)
                    .word(small.row)
                    .word(small.column)
                    .word(few)
                    .word(count)
                    .word(s.k())
                    .word(length)
                    .out(out)
                    .word(ob)
                    .word(op)
                    .word(oi)
                    .word(oj)
                    .number(add)
                    .run(range(ceil(count, THIN), parts, s.batch()), group());
            return;
        }
        long batches = small.batch == 0 ? 1 : s.batch();
        try (ClWords dense = programs.queue().words(small.column == 1 ? 0 : batches * few * s.k())) {
            Layout rows = small.column == 1 ? small : densify(small, batches, few, s.k(), dense);
            long chunk = shape.chunk(count, Math.max(1, 4096 / (length * few)));
            call("thin_dot")
                    .in(big.words)
                    .word(big.batch)
                    .word(big.row)
                    .in(rows.words)
                    .word(rows.batch)
                    .word(rows.row)
                    .word(few)
                    .word(count)
                    .word(s.k())
                    .word(length)
                    .out(out)
                    .word(ob)
                    .word(op)
                    .word(oi)
                    .word(oj)
                    .number(add)
                    .word(chunk)
                    .run(range(ceil(count, chunk), parts, s.batch()), group());
        }
    }

    /** The small operand with its k terms side by side. */
    private Layout densify(Layout small, long batches, long few, long k, ClWords dense) {
        reshape.gather(
                small.words,
                new Strides(0, List.of(batches, few, k), List.of(small.batch, small.row, small.column)),
                dense);
        return new Layout(dense, small.batch == 0 ? 0 : few * k, k, 1);
    }

    private long[] range(long items, long parts, long batch) {
        long group = programs.shape().rowGroup();
        return new long[] {ceil(items, group) * group, parts, batch};
    }

    private long[] group() {
        return new long[] {programs.shape().rowGroup(), 1, 1};
    }

    private static long ceil(long x, long y) {
        return (x + y - 1) / y;
    }
}
