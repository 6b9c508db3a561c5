package com.latticex.rosetta.backend.cpu;

/** The left operand of a blocked product, which need not exist as a matrix in memory. */
interface GemmLeft {
    /**
     * Packs the words {@code l} to {@code l + depth} of each of some rows, row after row.
     *
     * @param i first row
     * @param rotation bits by which each word is rotated
     */
    void pack(long i, long l, int rows, int depth, int rotation, long[] panel, int at);
}
