package com.latticex.rosetta.cli.data;

import com.latticex.rosetta.error.ConfigurationException;

/** Rows of numbers in memory, row by row. Never prints its content. */
public final class Table {
    /** Numbers a table can hold: what one Java array can. */
    static final int MOST = Integer.MAX_VALUE - 8;

    private final int rows;
    private final int width;
    private final double[] values;

    /** Takes ownership of {@code rows * width} numbers. */
    public Table(int rows, int width, double[] values) {
        if (values.length != (long) rows * width) {
            throw new IllegalArgumentException(
                    rows + " rows of " + width + " need another number of values than " + values.length);
        }
        this.rows = rows;
        this.width = width;
        this.values = values;
    }

    public int rows() {
        return rows;
    }

    /** Numbers in a row. */
    public int width() {
        return width;
    }

    /** Row by row; not a copy. */
    public double[] values() {
        return values;
    }

    /** Copies these rows, in this order, into {@code out}, which has {@code outWidth} columns, from column {@code at}. */
    public void copyRows(int[] order, double[] out, int outWidth, int at) {
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(values, order[i] * width, out, i * outWidth + at, width);
        }
    }

    /** Columns {@code from} to {@code to}, exclusive. */
    Table columns(int from, int to) {
        double[] kept = new double[rows * (to - from)];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, i * width + from, kept, i * (to - from), to - from);
        }
        return new Table(rows, to - from, kept);
    }

    /** The number of values, checked against what an array can hold. */
    static int size(String file, long rows, long width) {
        if (rows > MOST || width > MOST || rows * width > MOST) {
            throw new ConfigurationException(file + ": " + rows + " rows of " + width
                    + " numbers are more than the 2^31 - 9 that one table can hold; split the data");
        }
        return (int) (rows * width);
    }

    @Override
    public String toString() {
        return "Table[" + rows + " rows of " + width + "]";
    }
}
