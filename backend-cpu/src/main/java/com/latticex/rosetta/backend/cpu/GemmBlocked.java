package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.GemmPacking.ROWS;
import static com.latticex.rosetta.backend.cpu.Memory.LANES;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;

/**
 * C = C + A B by blocks that fit the caches (Goto and van de Geijn, ACM TOMS 34(3), 2008): a block of B's rows is packed once, then
 * blocks of A, and tiles of C run over both.
 */
final class GemmBlocked {
    /** Rows of A, depth, and columns of B packed at once. */
    private static final long BLOCK_ROWS = 96;

    private static final long BLOCK_DEPTH = 512;
    private static final long BLOCK_COLUMNS = 1024;
    private static final long FULL = 4L * LANES;

    private GemmBlocked() {}

    /** Strides in bytes of an operand: of its rows and of its columns. */
    record Layout(long row, long column) {}

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

    /** @param cRow distance of C's rows in bytes; its columns are adjacent */
    static void multiplyAdd(
            long a, Layout la, long b, Layout lb, long m, long k, long n, long c, long cRow, long workspace) {
        long scratch = workspace;
        long packedA = scratch + ROWS * FULL * WORD;
        long packedB = packedA + WORD * Math.min(k, BLOCK_DEPTH) * roundUp(Math.min(m, BLOCK_ROWS), ROWS);
        for (long j = 0; j < n; j += BLOCK_COLUMNS) {
            long columns = Math.min(BLOCK_COLUMNS, n - j);
            for (long l = 0; l < k; l += BLOCK_DEPTH) {
                long depth = Math.min(BLOCK_DEPTH, k - l);
                packColumns(b + l * lb.row + j * lb.column, lb, depth, columns, packedB);
                for (long i = 0; i < m; i += BLOCK_ROWS) {
                    long rows = Math.min(BLOCK_ROWS, m - i);
                    GemmPacking.rows(a + i * la.row + l * la.column, la.row, la.column, rows, depth, packedA);
                    tiles(packedA, packedB, rows, depth, columns, c + i * cRow + j * WORD, cRow, scratch);
                }
            }
        }
    }

    /** The widest panel that the columns left fill by more than half, at least one vector. */
    private static long width(long columnsLeft) {
        return columnsLeft > 2L * LANES ? FULL : columnsLeft > LANES ? 2L * LANES : LANES;
    }

    private static void packColumns(long b, Layout lb, long depth, long columns, long out) {
        long o = out;
        for (long j = 0; j < columns; ) {
            long width = width(columns - j);
            long some = Math.min(width, columns - j);
            GemmPacking.columns(b + j * lb.column, lb.row, lb.column, depth, some, width * WORD, o);
            o += depth * width * WORD;
            j += width;
        }
    }

    private static void tiles(
            long packedA, long packedB, long rows, long depth, long columns, long c, long cRow, long scratch) {
        long b = packedB;
        for (long j = 0; j < columns; ) {
            long width = width(columns - j);
            for (long i = 0; i < rows; i += ROWS) {
                long a = packedA + i * depth * WORD;
                long tile = c + i * cRow + j * WORD;
                if (i + ROWS <= rows && j + width <= columns) {
                    tile(a, b, depth, tile, cRow, width);
                } else {
                    edge(
                            a,
                            b,
                            depth,
                            tile,
                            cRow,
                            width,
                            Math.min(ROWS, rows - i),
                            Math.min(width, columns - j),
                            scratch);
                }
            }
            b += depth * width * WORD;
            j += width;
        }
    }

    private static void tile(long a, long b, long depth, long c, long cRow, long width) {
        if (width == FULL) {
            GemmTile.rows6by4(a, b, depth, c, cRow);
        } else if (width == LANES) {
            GemmNarrowTile.rows6by1(a, b, depth, c, cRow);
        } else {
            GemmNarrowTile.rows6by2(a, b, depth, c, cRow);
        }
    }

    /** A tile that reaches beyond C is made in scratch memory, and the part inside is added. */
    private static void edge(
            long a, long b, long depth, long c, long cRow, long width, long rows, long columns, long scratch) {
        Elementwise.fill(0, scratch, scratch + ROWS * width * WORD);
        tile(a, b, depth, scratch, width * WORD, width);
        for (long i = 0; i < rows; i++) {
            long to = c + i * cRow;
            Elementwise.add(scratch + i * width * WORD, to, to, to + columns * WORD);
        }
    }
}
