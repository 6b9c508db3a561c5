package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.GemmPacking.ROWS;
import static com.latticex.rosetta.backend.cpu.Memory.LANES;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;

/**
 * One product C = A B or C = C + A B by blocks that fit the caches (Goto and van de Geijn, ACM TOMS 34(3), 2008): a block
 * of B's rows is packed once, then blocks of A, and tiles of C run over both. What is used too seldom to be worth packing is read where it lies.
 */
final class GemmBlocked {
    /** Rows of A, depth, and columns of B packed at once. */
    private static final long BLOCK_ROWS = 96;

    private static final long BLOCK_DEPTH = 512;
    private static final long BLOCK_COLUMNS = 1024;

    /** Columns of a tile: as many as leave registers for the operands, of 32 with AVX-512 and else of 16. */
    private static final long FULL = (LANES >= 8 ? 4L : 2L) * LANES;

    /** Rows of A are read where they lie; columns of a transposed A are too, up to this many columns of B. */
    private static final long PLAIN_A_COLUMNS = 256;

    /** Bytes of B that stay in the cache unpacked. */
    private static final long PLAIN_B = 64 << 10;

    private final Matrix a;
    private final Matrix b;
    private final long m;
    private final long k;
    private final long n;
    private final boolean plainA;
    private final boolean plainB;
    private final long scratch;
    private final long packedA;
    private final long packedB;

    /** A matrix with distances in bytes between its rows and between its columns. */
    record Matrix(long address, long row, long column) {
        Matrix at(long i, long j) {
            return new Matrix(to(i, j), row, column);
        }

        long to(long i, long j) {
            return address + i * row + j * column;
        }
    }

    private GemmBlocked(Matrix a, Matrix b, long m, long k, long n, long workspace) {
        this.a = a;
        this.b = b;
        this.m = m;
        this.k = k;
        this.n = n;
        plainA = a.column == WORD || n <= PLAIN_A_COLUMNS;
        plainB = b.column == WORD && k * n * WORD <= PLAIN_B;
        scratch = workspace;
        packedA = scratch + ROWS * FULL * WORD;
        packedB = packedA + WORD * Math.min(k, BLOCK_DEPTH) * roundUp(Math.min(m, BLOCK_ROWS), ROWS);
    }

    /** Bytes of workspace that a product of this size needs. */
    static long workspace(long m, long k, long n) {
        long depth = Math.min(k, BLOCK_DEPTH);
        return WORD
                * (depth * (roundUp(Math.min(m, BLOCK_ROWS), ROWS) + roundUp(Math.min(n, BLOCK_COLUMNS), FULL))
                        + ROWS * FULL);
    }

    private static long roundUp(long value, long step) {
        return (value + step - 1) / step * step;
    }

    /**
     * @param cRow distance of C's rows in bytes; its columns are adjacent
     * @param workspace 64-byte aligned
     */
    static void product(
            Matrix a, Matrix b, long m, long k, long n, boolean accumulate, long c, long cRow, long workspace) {
        if (k == 0 && !accumulate) {
            for (long i = 0; i < m; i++) {
                Elementwise.fill(0, c + i * cRow, c + i * cRow + n * WORD);
            }
        }
        new GemmBlocked(a, b, m, k, n, workspace).run(accumulate, c, cRow);
    }

    private void run(boolean accumulate, long c, long cRow) {
        for (long j = 0; j < n; j += BLOCK_COLUMNS) {
            long columns = Math.min(BLOCK_COLUMNS, n - j);
            for (long l = 0; l < k; l += BLOCK_DEPTH) {
                long depth = Math.min(BLOCK_DEPTH, k - l);
                packColumns(b.to(l, j), depth, columns);
                for (long i = 0; i < m; i += BLOCK_ROWS) {
                    long rows = Math.min(BLOCK_ROWS, m - i);
                    packRows(a.to(i, l), rows, depth);
                    tiles(
                            a.to(i, l),
                            b.to(l, j),
                            rows,
                            depth,
                            columns,
                            accumulate || l > 0,
                            c + i * cRow + j * WORD,
                            cRow);
                }
            }
        }
    }

    /** The widest panel that the columns left fill by more than half, at least one vector. */
    private static long width(long columnsLeft) {
        return columnsLeft > FULL / 2 ? FULL : columnsLeft > LANES ? 2L * LANES : LANES;
    }

    /** Packs B's panels; of a plain one, only the last, if it is not full. */
    private void packColumns(long from, long depth, long columns) {
        for (long j = 0; j < columns; ) {
            long width = width(columns - j);
            long some = Math.min(width, columns - j);
            if (!plainB || some < width) {
                GemmPacking.columns(
                        from + j * b.column, b.row, b.column, depth, some, width * WORD, packedB + j * depth * WORD);
            }
            j += width;
        }
    }

    private void packRows(long from, long rows, long depth) {
        for (long i = plainA ? rows - rows % ROWS : 0; i < rows; i += ROWS) {
            GemmPacking.rows(
                    from + i * a.row, a.row, a.column, Math.min(ROWS, rows - i), depth, packedA + i * depth * WORD);
        }
    }

    private void tiles(long fromA, long fromB, long rows, long depth, long columns, boolean add, long c, long cRow) {
        for (long j = 0; j < columns; ) {
            long width = width(columns - j);
            long some = Math.min(width, columns - j);
            boolean packed = !plainB || some < width;
            long panelB = packed ? packedB + j * depth * WORD : fromB + j * WORD;
            long stepB = packed ? width * WORD : b.row;
            for (long i = 0; i < rows; i += ROWS) {
                rowsOfTile(fromA, i, rows, panelB, stepB, depth, width, some, add, c + i * cRow + j * WORD, cRow);
            }
            j += width;
        }
    }

    private void rowsOfTile(
            long fromA,
            long i,
            long rows,
            long panelB,
            long stepB,
            long depth,
            long width,
            long some,
            boolean add,
            long c,
            long cRow) {
        boolean whole = i + ROWS <= rows;
        boolean packed = !plainA || !whole;
        long panelA = packed ? packedA + i * depth * WORD : fromA + i * a.row;
        long rowA = packed ? WORD : a.row;
        long stepA = packed ? ROWS * WORD : a.column;
        if (whole && some == width) {
            tile(width, panelA, rowA, stepA, panelB, stepB, depth, add ? c : Memory.ZEROS, add ? cRow : 0, c, cRow);
            return;
        }
        // A tile that reaches beyond C is made in scratch memory, and the part inside is used.
        long row = width * WORD;
        tile(width, panelA, rowA, stepA, panelB, stepB, depth, Memory.ZEROS, 0, scratch, row);
        for (long r = 0; r < Math.min(ROWS, rows - i); r++) {
            long to = c + r * cRow;
            if (add) {
                Elementwise.add(scratch + r * row, to, to, to + some * WORD);
            } else {
                Memory.copy(scratch + r * row, to, some * WORD);
            }
        }
    }

    private static void tile(
            long width,
            long a,
            long aRow,
            long aStep,
            long b,
            long bStep,
            long depth,
            long from,
            long fromRow,
            long out,
            long outRow) {
        if (width == 4L * LANES) {
            GemmTile.four(a, aRow, aStep, b, bStep, depth, from, fromRow, out, outRow);
        } else if (width == LANES) {
            GemmNarrowTile.one(a, aRow, aStep, b, bStep, depth, from, fromRow, out, outRow);
        } else {
            GemmNarrowTile.two(a, aRow, aStep, b, bStep, depth, from, fromRow, out, outRow);
        }
    }
}
