package com.latticex.rosetta.backend;

/**
 * Shape of a batched matrix product {@code out[b] = op(x[b]) op(y[b])}, all matrices dense and row-major.
 *
 * <p>op(x) is m by k and op(y) is k by n; a transposed operand is stored k by m, or n by k. Any extent may be 0.
 *
 * @param batch number of products
 * @param transposeX x is stored k by m
 * @param transposeY y is stored n by k
 * @param broadcastX one matrix x serves the whole batch
 * @param broadcastY one matrix y serves the whole batch
 */
public record MatMulShape(
        long batch,
        long m,
        long k,
        long n,
        boolean transposeX,
        boolean transposeY,
        boolean broadcastX,
        boolean broadcastY) {
    public MatMulShape {
        if (batch < 0 || m < 0 || k < 0 || n < 0) {
            throw new IllegalArgumentException("negative extent in a matrix product");
        }
    }

    /** One product without transposition. */
    public static MatMulShape of(long m, long k, long n) {
        return new MatMulShape(1, m, k, n, false, false, false, false);
    }

    public long sizeX() {
        return Math.multiplyExact(broadcastX ? 1 : batch, Math.multiplyExact(m, k));
    }

    public long sizeY() {
        return Math.multiplyExact(broadcastY ? 1 : batch, Math.multiplyExact(k, n));
    }

    public long sizeOut() {
        return Math.multiplyExact(batch, Math.multiplyExact(m, n));
    }
}
