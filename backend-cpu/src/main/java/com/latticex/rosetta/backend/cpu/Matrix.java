package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;

/** A matrix in memory, with distances in bytes between its rows and between its columns; one of them is a word. */
record Matrix(long address, long row, long column) implements GemmLeft {
    /** {@code columns} columns in rows that follow each other, or as many rows in columns that do. */
    static Matrix of(long address, long rows, long columns, boolean transposed) {
        return transposed ? new Matrix(address, WORD, rows * WORD) : new Matrix(address, columns * WORD, WORD);
    }

    /** The part from a row and a column on. */
    Matrix at(long i, long j) {
        return new Matrix(to(i, j), row, column);
    }

    /** The address of an entry. */
    long to(long i, long j) {
        return address + i * row + j * column;
    }

    @Override
    public void pack(long i, long l, int rows, int depth, int rotation, long[] panel, int at) {
        for (int r = 0; r < rows; r++) {
            if (column == WORD) {
                Packing.row(to(i + r, l), depth, rotation, panel, at + r * depth);
            } else {
                Packing.strided(to(i + r, l), column, depth, rotation, panel, at + r * depth);
            }
        }
    }

    private interface Row {
        void run(long x, long y, long out, long end);
    }

    private static void rows(Matrix x, Matrix y, Matrix out, long rows, long columns, Row kernel) {
        boolean across = x.column == WORD;
        long count = across ? rows : columns;
        long bytes = (across ? columns : rows) * WORD;
        for (long i = 0; i < count; i++) {
            long to = across ? out.to(i, 0) : out.to(0, i);
            kernel.run(across ? x.to(i, 0) : x.to(0, i), across ? y.to(i, 0) : y.to(0, i), to, to + bytes);
        }
    }

    /** out = x + y on a part of three matrices that are stored alike. */
    static void add(Matrix x, Matrix y, Matrix out, long rows, long columns) {
        rows(x, y, out, rows, columns, Elementwise::add);
    }

    /** out = x - y on a part of three matrices that are stored alike. */
    static void subtract(Matrix x, Matrix y, Matrix out, long rows, long columns) {
        rows(x, y, out, rows, columns, Elementwise::subtract);
    }

    /** out = x on a part of two matrices that are stored alike. */
    static void copy(Matrix x, Matrix out, long rows, long columns) {
        rows(x, x, out, rows, columns, (from, again, to, end) -> Memory.copy(from, to, end - to));
    }
}
