package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;

import java.util.Arrays;

/**
 * One product C = A B or C = C + A B by blocks that fit the caches (Goto and van de Geijn, ACM TOMS 34(3), 2008): a block
 * of B's rows is packed once, then blocks of A, and tiles of C run over both.
 */
final class GemmBlocked {
    private final GemmTiles tiles;
    private final GemmLeft a;
    private final Matrix b;
    private final long m;
    private final long k;
    private final long n;
    private final long[] packedA;
    private final long[] packedB;
    private final long scratch;

    private GemmBlocked(GemmTiles tiles, GemmLeft a, Matrix b, long m, long k, long n, GemmPanels panels) {
        this.tiles = tiles;
        this.a = a;
        this.b = b;
        this.m = m;
        this.k = k;
        this.n = n;
        int depth = (int) Math.min(k, tiles.blockDepth);
        packedA = panels.a(depth * roundUp(Math.min(m, GemmTiles.BLOCK_ROWS), tiles.rows));
        packedB = panels.b(depth * roundUp(Math.min(n, GemmTiles.BLOCK_COLUMNS), tiles.columns));
        scratch = panels.scratch;
    }

    private static int roundUp(long value, int step) {
        return (int) ((value + step - 1) / step * step);
    }

    /** @param cRow distance of C's rows in bytes; its columns are adjacent */
    static void product(
            GemmTiles tiles, GemmLeft a, Matrix b, long m, long k, long n, boolean accumulate, long c, long cRow) {
        if (k == 0 && !accumulate) {
            for (long i = 0; i < m; i++) {
                Elementwise.fill(0, c + i * cRow, c + i * cRow + n * WORD);
            }
        }
        GemmPanels panels = GemmPanels.take();
        new GemmBlocked(tiles, a, b, m, k, n, panels).run(accumulate, c, cRow);
        GemmPanels.give(panels);
    }

    private void run(boolean accumulate, long c, long cRow) {
        for (long j = 0; j < n; j += GemmTiles.BLOCK_COLUMNS) {
            int columns = (int) Math.min(GemmTiles.BLOCK_COLUMNS, n - j);
            for (long l = 0; l < k; l += tiles.blockDepth) {
                int depth = (int) Math.min(tiles.blockDepth, k - l);
                packColumns(b.at(l, j), depth, columns);
                for (long i = 0; i < m; i += GemmTiles.BLOCK_ROWS) {
                    int rows = (int) Math.min(GemmTiles.BLOCK_ROWS, m - i);
                    packRows(i, l, rows, depth);
                    tiles(rows, depth, columns, accumulate || l > 0, c + i * cRow + j * WORD, cRow);
                }
            }
        }
    }

    private void packRows(long i, long l, int rows, int depth) {
        int height = tiles.rows;
        for (int r = 0; r < rows; r += height) {
            int some = Math.min(height, rows - r);
            int at = r * depth;
            if (some < height) {
                Arrays.fill(packedA, at + some * depth, at + height * depth, 0);
            }
            a.pack(i + r, l, some, depth, tiles.rotation, packedA, at);
        }
    }

    /** Panels of a tile's width: word k of each column, then word k + 1; zeros beyond the last column. */
    private void packColumns(Matrix from, int depth, int columns) {
        for (int j = 0; j < columns; ) {
            int width = tiles.width(columns - j);
            int some = Math.min(width, columns - j);
            int at = j * depth;
            if (some < width) {
                Arrays.fill(packedB, at, at + width * depth, 0);
            }
            Packing.columns(from.to(0, j), from.row(), from.column(), depth, some, width, packedB, at);
            j += width;
        }
    }

    private void tiles(int rows, int depth, int columns, boolean add, long c, long cRow) {
        for (int j = 0; j < columns; ) {
            int width = tiles.width(columns - j);
            for (int i = 0; i < rows; i += tiles.rows) {
                long to = c + i * cRow + j * WORD;
                if (i + tiles.rows <= rows && j + width <= columns) {
                    long from = add ? to : Memory.ZEROS;
                    tiles.tile(width, packedA, i * depth, packedB, j * depth, depth, from, add ? cRow : 0, to, cRow);
                } else {
                    edge(width, i, j, rows, depth, columns, add, to, cRow);
                }
            }
            j += width;
        }
    }

    /** A tile that reaches beyond C is made in scratch memory, and the part inside is used. */
    private void edge(int width, int i, int j, int rows, int depth, int columns, boolean add, long c, long cRow) {
        long row = width * WORD;
        tiles.tile(width, packedA, i * depth, packedB, j * depth, depth, Memory.ZEROS, 0, scratch, row);
        long bytes = Math.min(width, columns - j) * WORD;
        for (int r = 0; r < Math.min(tiles.rows, rows - i); r++) {
            long to = c + r * cRow;
            if (add) {
                Elementwise.add(scratch + r * row, to, to, to + bytes);
            } else {
                Memory.copy(scratch + r * row, to, bytes);
            }
        }
    }
}
