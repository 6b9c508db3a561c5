package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemsetD8Async;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.cuda.BytePlanes.Operand;
import com.latticex.rosetta.backend.cuda.Kernels.Kernel;

/** Chooses the kernel of a matrix product and its cut into blocks. Runs inside the queue's lock. */
final class MatrixProduct {
    private static final int STORE = 0;
    private static final int ACCUMULATE = 1;
    private static final int ATOMIC = 2;
    private static final long MAX_BATCH_BLOCKS = 65_535;
    private static final long MAX_SLICES = 1_024;

    private final Queue queue;
    private final Kernels kernels;
    private final BytePlanes planes;
    private final GemmPolicy policy;

    MatrixProduct(Queue queue, Kernels kernels, BytePlanes planes, GemmPolicy policy) {
        this.queue = queue;
        this.kernels = kernels;
        this.planes = planes;
        this.policy = policy;
    }

    /** out = op(x) op(y) or out + op(x) op(y); no extent is 0. */
    void multiply(CudaWords x, CudaWords y, MatMulShape shape, boolean accumulate, CudaWords out) {
        MatMulShape s = folded(shape);
        if (s.n() == 1) {
            matvec(x, y, s.batch(), s.m(), s.k(), !s.transposeX(), s.broadcastX(), s.broadcastY(), accumulate, out);
        } else if (s.m() == 1) {
            matvec(y, x, s.batch(), s.n(), s.k(), s.transposeY(), s.broadcastY(), s.broadcastX(), accumulate, out);
        } else if (!policy.bytes(s.batch(), s.m(), s.k(), s.n()) || !bytes(x, y, s, accumulate, out)) {
            words(x, y, s, accumulate, out);
        }
    }

    /** A batch of x against one y is one product with more rows, if x is stored row by row. */
    private static MatMulShape folded(MatMulShape s) {
        boolean oneY = s.broadcastY() || s.batch() == 1;
        if (!oneY || s.transposeX() || s.broadcastX() && s.batch() > 1) {
            return s;
        }
        return new MatMulShape(1, s.batch() * s.m(), s.k(), s.n(), false, s.transposeY(), false, false);
    }

    private void words(CudaWords x, CudaWords y, MatMulShape s, boolean accumulate, CudaWords out) {
        long tiles = BytePlanes.tilesOf(s.m(), 64) * BytePlanes.tilesOf(s.n(), 64);
        long slices = slices(tiles * s.batch(), 2L * queue.multiprocessors(), s.k(), 64);
        long slice = roundUp(BytePlanes.tilesOf(s.k(), slices), 16);
        slices = BytePlanes.tilesOf(s.k(), slice);
        product(
                        s,
                        s.broadcastX() ? 0 : s.m() * s.k(),
                        s.broadcastY() ? 0 : s.k() * s.n(),
                        slice,
                        mode(slices, accumulate, out))
                .word(x.address())
                .word(y.address())
                .word(out.address())
                .launch(Kernel.GEMM_WORDS, tiles, slices, Math.min(s.batch(), MAX_BATCH_BLOCKS));
    }

    /** Whether there was memory for the byte planes; if not, nothing has been done. */
    private boolean bytes(CudaWords x, CudaWords y, MatMulShape s, boolean accumulate, CudaWords out) {
        Operand xo = new Operand(x.memory(), x.offset(), s.broadcastX() ? 1 : s.batch(), s.m(), s.k(), !s.transposeX());
        Operand yo = new Operand(y.memory(), y.offset(), s.broadcastY() ? 1 : s.batch(), s.n(), s.k(), s.transposeY());
        MemoryPool.Block xp = planes.planes(xo);
        if (xp == null) {
            return false;
        }
        try {
            MemoryPool.Block yp = planes.planes(yo);
            if (yp == null) {
                return false;
            }
            try {
                bytes(xp, yp, s, accumulate, out);
                return true;
            } finally {
                planes.release(yo, yp);
            }
        } finally {
            planes.release(xo, xp);
        }
    }

    private void bytes(MemoryPool.Block x, MemoryPool.Block y, MatMulShape s, boolean accumulate, CudaWords out) {
        long down = BytePlanes.tilesOf(s.m(), BytePlanes.SIDE);
        long across = BytePlanes.tilesOf(s.n(), BytePlanes.SIDE);
        long depth = BytePlanes.tilesOf(s.k(), BytePlanes.DEPTH);
        long slices = slices(down * across * s.batch(), queue.multiprocessors(), s.k(), 4 * BytePlanes.DEPTH);
        long slice = roundUp(BytePlanes.tilesOf(s.k(), slices), BytePlanes.DEPTH);
        slices = BytePlanes.tilesOf(s.k(), slice);
        product(
                        s,
                        s.broadcastX() ? 0 : down * depth,
                        s.broadcastY() ? 0 : across * depth,
                        slice,
                        mode(slices, accumulate, out))
                .word(x.address().value())
                .word(y.address().value())
                .word(out.address())
                .launch(Kernel.GEMM_BYTES, down * across, slices, Math.min(s.batch(), MAX_BATCH_BLOCKS));
    }

    private void matvec(
            CudaWords matrix,
            CudaWords vector,
            long batch,
            long rows,
            long k,
            boolean kInner,
            boolean oneMatrix,
            boolean oneVector,
            boolean accumulate,
            CudaWords out) {
        long threads = Math.multiplyExact(batch, rows) * (kInner ? 32 : 1);
        long blocks = Math.min(BytePlanes.tilesOf(threads, 256), 16L * queue.multiprocessors());
        long slices = kInner ? 1 : slices(blocks, 4L * queue.multiprocessors(), k, 64);
        long slice = BytePlanes.tilesOf(k, slices);
        slices = BytePlanes.tilesOf(k, slice);
        MatMulShape s = new MatMulShape(batch, rows, k, 1, false, false, oneMatrix, oneVector);
        product(s, oneMatrix ? 0 : rows * k, oneVector ? 0 : k, slice, mode(slices, accumulate, out))
                .word(matrix.address())
                .word(vector.address())
                .word(out.address())
                .launch(kInner ? Kernel.MATVEC_ROWS : Kernel.MATVEC_COLUMNS, blocks, slices, 1);
    }

    /** The argument all product kernels begin with: struct Product in product.cuh. */
    private Kernels product(MatMulShape s, long batchX, long batchY, long slice, int mode) {
        return kernels.with()
                .words(
                        s.m(),
                        s.n(),
                        s.k(),
                        s.batch(),
                        batchX,
                        batchY,
                        slice,
                        (s.transposeX() ? 1L : 0L) | (s.transposeY() ? 1L << 32 : 0L),
                        mode);
    }

    /** In how many slices of k several blocks share an output, so that few outputs still fill the device. */
    private static long slices(long blocks, long enough, long k, long shallowest) {
        return Math.max(1, Math.min(Math.min(enough / blocks, k / shallowest), MAX_SLICES));
    }

    /** How results meet the output; slices need it cleared. */
    private int mode(long slices, boolean accumulate, CudaWords out) {
        if (slices == 1) {
            return accumulate ? ACCUMULATE : STORE;
        }
        if (!accumulate) {
            queue.check(cuMemsetD8Async(out.pointer(), (byte) 0, 8 * out.size(), queue.stream()), "clearing an output");
        }
        return ATOMIC;
    }

    private static long roundUp(long value, long unit) {
        return BytePlanes.tilesOf(value, unit) * unit;
    }
}
