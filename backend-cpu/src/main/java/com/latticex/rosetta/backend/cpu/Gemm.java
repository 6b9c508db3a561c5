package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.cpu.GemmBlocked.Layout;

/** Matrix products modulo 2^64: chooses between plain loops, matrix by vector, and blocked products on one or more cores. */
final class Gemm {
    /** Multiply-adds below which packing costs more than it saves. */
    private static final long TINY = 256;

    /** Multiply-adds that a core should at least have to itself. */
    private static final long WORTH_A_CORE = 2L << 20;

    private final MatMulShape shape;
    private final int parts;
    private final long workspacePerPart;

    Gemm(MatMulShape shape) {
        this.shape = foldBatch(shape);
        MatMulShape s = this.shape;
        parts = s.batch() == 0 ? 1 : Parallel.parts(s.m() * s.n() * s.k(), WORTH_A_CORE);
        workspacePerPart = isVector() || isTiny() ? 0 : GemmBlocked.workspace(s.m(), s.k(), s.n());
    }

    /** A batch that shares y is one tall product. */
    private static MatMulShape foldBatch(MatMulShape s) {
        boolean foldable = s.batch() > 1 && s.broadcastY() && !s.broadcastX() && !s.transposeX();
        return foldable ? new MatMulShape(1, s.batch() * s.m(), s.k(), s.n(), false, s.transposeY(), false, false) : s;
    }

    /** Bytes that {@link #matmul} needs for packing. */
    long workspace() {
        return parts * workspacePerPart;
    }

    private boolean isVector() {
        return shape.m() == 1 || shape.n() == 1;
    }

    private boolean isTiny() {
        return shape.m() * shape.n() * shape.k() <= TINY;
    }

    void matmul(long x, long y, boolean accumulate, long out, long workspace) {
        long each = shape.m() * shape.n() * WORD;
        if (!accumulate) {
            Elementwise.fill(0, out, out + shape.batch() * each);
        }
        for (long g = 0; g < shape.batch(); g++) {
            long a = x + (shape.broadcastX() ? 0 : g * shape.m() * shape.k() * WORD);
            long b = y + (shape.broadcastY() ? 0 : g * shape.k() * shape.n() * WORD);
            one(a, b, out + g * each, workspace);
        }
    }

    private void one(long a, long b, long c, long workspace) {
        if (isVector()) {
            vector(a, b, c);
        } else if (isTiny()) {
            tiny(a, b, c);
        } else {
            blocked(a, b, c, workspace);
        }
    }

    /** A product with one column is A x; one with one row is its transpose. */
    private void vector(long a, long b, long c) {
        boolean column = shape.n() == 1;
        long matrix = column ? a : b;
        long x = column ? b : a;
        long rows = column ? shape.m() : shape.n();
        boolean transposed = column ? shape.transposeX() : !shape.transposeY();
        Parallel.run(parts, part -> {
            long from = rows * part / parts;
            long size = rows * (part + 1) / parts - from;
            if (transposed) {
                Gemv.transposed(matrix + from * WORD, rows * WORD, x, size, shape.k(), c + from * WORD);
            } else {
                Gemv.rows(matrix + from * shape.k() * WORD, x, size, shape.k(), c + from * WORD);
            }
        });
    }

    private Layout layoutX() {
        return shape.transposeX() ? new Layout(WORD, shape.m() * WORD) : new Layout(shape.k() * WORD, WORD);
    }

    private Layout layoutY() {
        return shape.transposeY() ? new Layout(WORD, shape.k() * WORD) : new Layout(shape.n() * WORD, WORD);
    }

    private void tiny(long a, long b, long c) {
        Layout la = layoutX();
        Layout lb = layoutY();
        for (long i = 0; i < shape.m(); i++) {
            for (long j = 0; j < shape.n(); j++) {
                long o = c + (i * shape.n() + j) * WORD;
                long total = word(o);
                for (long l = 0; l < shape.k(); l++) {
                    total += word(a + i * la.row() + l * la.column()) * word(b + l * lb.row() + j * lb.column());
                }
                word(o, total);
            }
        }
    }

    /** Cores share the longer side of C; each packs what it needs. */
    private void blocked(long a, long b, long c, long workspace) {
        Layout la = layoutX();
        Layout lb = layoutY();
        boolean byRows = shape.m() >= shape.n();
        long side = byRows ? shape.m() : shape.n();
        Parallel.run(parts, part -> {
            long from = side * part / parts;
            long size = side * (part + 1) / parts - from;
            GemmBlocked.multiplyAdd(
                    a + (byRows ? from * la.row() : 0),
                    la,
                    b + (byRows ? 0 : from * lb.column()),
                    lb,
                    byRows ? size : shape.m(),
                    shape.k(),
                    byRows ? shape.n() : size,
                    c + from * (byRows ? shape.n() : 1) * WORD,
                    shape.n() * WORD,
                    workspace + part * workspacePerPart);
        });
    }
}
