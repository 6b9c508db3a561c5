package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.cpu.GemmBlocked.Matrix;

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
        // Blocked products stay on one core: split over fork-join threads, the tile was measured 70 times slower.
        parts = s.batch() == 0 || !isVector() ? 1 : Parallel.parts(s.m() * s.n() * s.k(), WORTH_A_CORE);
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
        for (long g = 0; g < shape.batch(); g++) {
            long a = x + (shape.broadcastX() ? 0 : g * shape.m() * shape.k() * WORD);
            long b = y + (shape.broadcastY() ? 0 : g * shape.k() * shape.n() * WORD);
            long c = out + g * each;
            if (isVector() || isTiny()) {
                if (!accumulate) {
                    Elementwise.fill(0, c, c + each);
                }
                small(a, b, c);
            } else {
                blocked(matrixX(a), matrixY(b), accumulate, c, workspace);
            }
        }
    }

    private void small(long a, long b, long c) {
        if (isVector()) {
            vector(a, b, c);
        } else {
            tiny(matrixX(a), matrixY(b), c);
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

    private Matrix matrixX(long a) {
        return shape.transposeX() ? new Matrix(a, WORD, shape.m() * WORD) : new Matrix(a, shape.k() * WORD, WORD);
    }

    private Matrix matrixY(long b) {
        return shape.transposeY() ? new Matrix(b, WORD, shape.k() * WORD) : new Matrix(b, shape.n() * WORD, WORD);
    }

    private void tiny(Matrix a, Matrix b, long c) {
        for (long i = 0; i < shape.m(); i++) {
            for (long j = 0; j < shape.n(); j++) {
                long o = c + (i * shape.n() + j) * WORD;
                long total = word(o);
                for (long l = 0; l < shape.k(); l++) {
                    total += word(a.to(i, l)) * word(b.to(l, j));
                }
                word(o, total);
            }
        }
    }

    /** Cores share the longer side of C; each packs what it needs. */
    private void blocked(Matrix a, Matrix b, boolean accumulate, long c, long workspace) {
        boolean byRows = shape.m() >= shape.n();
        long side = byRows ? shape.m() : shape.n();
        Parallel.run(parts, part -> {
            long from = side * part / parts;
            long size = side * (part + 1) / parts - from;
            GemmBlocked.product(
                    byRows ? a.at(from, 0) : a,
                    byRows ? b : b.at(0, from),
                    byRows ? size : shape.m(),
                    shape.k(),
                    byRows ? shape.n() : size,
                    accumulate,
                    c + from * (byRows ? shape.n() : 1) * WORD,
                    shape.n() * WORD,
                    workspace + part * workspacePerPart);
        });
    }
}
