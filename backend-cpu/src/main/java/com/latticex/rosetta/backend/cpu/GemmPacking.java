package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

/** Copies blocks of the operands into the order in which the tiles read them, padded with zeros. */
final class GemmPacking {
    /** Rows of a tile. */
    static final int ROWS = 6;

    private GemmPacking() {}

    /**
     * Rows of A in panels of six: word k of the six rows, then word k + 1.
     *
     * @param row distance of A's rows in bytes
     * @param column distance of A's columns in bytes
     */
    static void rows(long a, long row, long column, long rows, long depth, long out) {
        for (long i = 0; i < rows; i += ROWS) {
            long panel = out + i * depth * WORD;
            long left = Math.min(ROWS, rows - i);
            if (left == ROWS) {
                whole(a + i * row, row, column, depth, panel);
            } else {
                Elementwise.fill(0, panel, panel + ROWS * depth * WORD);
                for (long r = 0; r < left; r++) {
                    strided(a + (i + r) * row, column, depth, panel + r * WORD);
                }
            }
        }
    }

    private static void whole(long a, long row, long column, long depth, long out) {
        long p = a;
        long end = out + depth * ROWS * WORD;
        for (long o = out; o < end; o += ROWS * WORD, p += column) {
            word(o, word(p));
            word(o + WORD, word(p + row));
            word(o + 2 * WORD, word(p + 2 * row));
            word(o + 3 * WORD, word(p + 3 * row));
            word(o + 4 * WORD, word(p + 4 * row));
            word(o + 5 * WORD, word(p + 5 * row));
        }
    }

    private static void strided(long a, long column, long depth, long out) {
        long p = a;
        long end = out + depth * ROWS * WORD;
        for (long o = out; o < end; o += ROWS * WORD, p += column) {
            word(o, word(p));
        }
    }

    /**
     * One panel of B's columns: {@code width} bytes of row k, then of row k + 1.
     *
     * @param columns columns there are, the rest of the width being zeros
     */
    static void columns(long b, long row, long column, long depth, long columns, long width, long out) {
        if (column == WORD) {
            for (long k = 0; k < depth; k++) {
                wide(b + k * row, columns * WORD, width, out + k * width);
            }
            return;
        }
        if (columns * WORD < width) {
            Elementwise.fill(0, out, out + depth * width);
        }
        for (long j = 0; j < columns; j++) {
            long p = b + j * column;
            long end = out + depth * width;
            for (long o = out + j * WORD; o < end; o += width, p += row) {
                word(o, word(p));
            }
        }
    }

    private static void wide(long b, long bytes, long width, long out) {
        long j = 0;
        for (long stop = bytes - bytes % VECTOR; j < stop; j += VECTOR) {
            vector(out + j, vector(b + j));
        }
        for (; j < bytes; j += WORD) {
            word(out + j, word(b + j));
        }
        for (; j < width; j += WORD) {
            word(out + j, 0);
        }
    }
}
