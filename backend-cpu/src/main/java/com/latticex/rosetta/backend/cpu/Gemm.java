package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.MatMulShape;

/** Matrix products modulo 2^64: chooses between plain loops, matrix by vector, and blocked products on one or more cores. */
final class Gemm {
    /** Multiply-adds below which packing costs more than it saves. */
    private static final long TINY = 256;

    /** Multiply-adds that a core should at least have to itself. */
    private static final long WORTH_A_CORE = 2L << 20;

    private final MatMulShape shape;
    private final Parallel parallel;
    private final Strassen strassen;
    private final int parts;
    private final long workspacePerPart;

    Gemm(MatMulShape shape, GemmTiles tiles, CpuSettings settings) {
        parallel = new Parallel(settings.threads());
        strassen = new Strassen(tiles, settings.leastHalf());
        this.shape = foldBatch(shape);
        MatMulShape s = this.shape;
        parts = s.batch() == 0 ? 1 : parallel.parts(s.m() * s.n() * s.k(), WORTH_A_CORE);
        long share = (Math.max(s.m(), s.n()) + parts - 1) / parts;
        workspacePerPart = strassen.workspace(s.m() >= s.n() ? share : s.m(), s.k(), s.m() >= s.n() ? s.n() : share);
    }

    /** A batch that shares y is one tall product. */
    private static MatMulShape foldBatch(MatMulShape s) {
        boolean foldable = s.batch() > 1 && s.broadcastY() && !s.broadcastX() && !s.transposeX();
        return foldable ? new MatMulShape(1, s.batch() * s.m(), s.k(), s.n(), false, s.transposeY(), false, false) : s;
    }

    /** Bytes that {@link #matmul} needs besides its operands. */
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
        parallel.run(parts, part -> {
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
        return Matrix.of(a, shape.m(), shape.k(), shape.transposeX());
    }

    private Matrix matrixY(long b) {
        return Matrix.of(b, shape.k(), shape.n(), shape.transposeY());
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
        Matrix out = Matrix.of(c, shape.m(), shape.n(), false);
        parallel.run(parts, part -> {
            long from = side * part / parts;
            long size = side * (part + 1) / parts - from;
            strassen.product(
                    byRows ? a.at(from, 0) : a,
                    byRows ? b : b.at(0, from),
                    byRows ? size : shape.m(),
                    shape.k(),
                    byRows ? shape.n() : size,
                    accumulate,
                    byRows ? out.at(from, 0) : out.at(0, from),
                    workspace + part * workspacePerPart);
        });
    }
}
