package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.LANES;

/** The tiles of a matrix product for one kind of processor, and the blocks that suit them. */
enum GemmTiles {
    /** For processors that multiply vectors of 64-bit words. */
    WHOLE(6, 4 * LANES, 0, 512) {
        @Override
        void tile(
                int width,
                long[] a,
                int atA,
                long[] b,
                int atB,
                int depth,
                long from,
                long fromRow,
                long out,
                long outRow) {
            if (width == 4 * LANES) {
                GemmWholeTile.four(a, atA, b, atB, depth, from, fromRow, out, outRow);
            } else if (width == LANES) {
                GemmWholeTile.one(a, atA, b, atB, depth, from, fromRow, out, outRow);
            } else {
                GemmWholeTile.two(a, atA, b, atB, depth, from, fromRow, out, outRow);
            }
        }
    },

    /** For processors that multiply vectors of 32-bit words only. */
    SPLIT(4, 2 * LANES, 32, 256) {
        @Override
        void tile(
                int width,
                long[] a,
                int atA,
                long[] b,
                int atB,
                int depth,
                long from,
                long fromRow,
                long out,
                long outRow) {
            if (width == LANES) {
                GemmSplitTile.lowOne(a, atA, b, atB, depth, from, fromRow, out, outRow);
                GemmSplitTile.highOne(a, atA, b, atB, depth, out, outRow);
            } else {
                GemmSplitTile.lowTwo(a, atA, b, atB, depth, from, fromRow, out, outRow);
                GemmSplitTile.highTwo(a, atA, b, atB, depth, out, outRow);
            }
        }
    };

    /** HotSpot has a vector product of 64-bit words on AVX-512 DQ; it makes one of 32-bit products elsewhere. */
    static final GemmTiles HERE = LANES == 8 && Processor.has("avx512dq") ? WHOLE : SPLIT;

    /** Rows of A packed at once: a multiple of any tile's. */
    static final int BLOCK_ROWS = 96;

    /** Columns of B packed at once. */
    static final int BLOCK_COLUMNS = 1024;

    /** Rows of a tile. */
    final int rows;

    /** Columns of a whole tile. */
    final int columns;

    /** Bits by which A's words are rotated in the panel. */
    final int rotation;

    /** Depth at which the panel of one tile's columns stays in the nearest cache. */
    final int blockDepth;

    GemmTiles(int rows, int columns, int rotation, int blockDepth) {
        this.rows = rows;
        this.columns = columns;
        this.rotation = rotation;
        this.blockDepth = blockDepth;
    }

    /**
     * out = from + A B on one tile, on {@code depth} words of the panels from {@code atA} and {@code atB}; the distances of
     * rows are in bytes, and {@code from} and {@code out} may be the same memory.
     */
    abstract void tile(
            int width, long[] a, int atA, long[] b, int atB, int depth, long from, long fromRow, long out, long outRow);

    /** The narrowest tile that covers the columns left, or the widest. */
    int width(long columnsLeft) {
        return columnsLeft > columns / 2 ? columns : columnsLeft > LANES ? 2 * LANES : LANES;
    }
}
