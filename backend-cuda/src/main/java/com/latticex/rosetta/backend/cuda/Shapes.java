package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD8Async;

import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.WindowAxis;
import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.cuda.Kernels.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Gather, transposition, sums over an axis and windows over images. Runs inside the queue's lock. */
final class Shapes {
    private static final int MAX_RANK = 8;
    private static final long MAX_SLICES = 65_535;

    private final Queue queue;
    private final Kernels kernels;

    Shapes(Queue queue, Kernels kernels) {
        this.queue = queue;
        this.kernels = kernels;
    }

    private record Axis(long extent, long stride) {}

    /** The view is not empty and lies within x. */
    void gather(CudaWords x, Strides view, CudaWords out) {
        gather(x.address() + 8 * view.offset(), merged(view), x, out.address(), out, out.size());
    }

    private void gather(long from, List<Axis> axes, CudaWords x, long to, CudaWords out, long size) {
        int rank = axes.size();
        if (rank == 1 && axes.getFirst().stride() == 1) {
            queue.check(
                    cuMemcpyDtoDAsync(
                            out.pointer().withByteOffset(to - out.address()),
                            x.pointer().withByteOffset(from - x.address()),
                            8 * size,
                            queue.stream()),
                    "copying");
        } else if (rank == 2 || rank == 3 && axes.getLast().stride() != 1) {
            gatherPlanes(from, axes, to, size);
        } else if (rank <= MAX_RANK) {
            gatherAny(from, axes, to, size);
        } else {
            // Beyond what the kernel's argument holds, one launch for each index of the outermost axis.
            Axis outer = axes.getFirst();
            long part = size / outer.extent();
            for (long i = 0; i < outer.extent(); i++) {
                gather(from + 8 * i * outer.stride(), axes.subList(1, rank), x, to + 8 * i * part, out, part);
            }
        }
    }

    private void gatherPlanes(long from, List<Axis> axes, long to, long size) {
        Axis rows = axes.get(axes.size() - 2);
        Axis columns = axes.getLast();
        if (rows.stride() != 1 || rows.extent() < 8 || columns.extent() < 8) {
            gatherAny(from, axes, to, size);
            return;
        }
        Axis batch = axes.size() == 3 ? axes.getFirst() : new Axis(1, 0);
        kernels.with()
                .word(batch.extent())
                .word(rows.extent())
                .word(columns.extent())
                .word(batch.stride())
                .word(columns.stride())
                .word(from)
                .word(to)
                .launchThreads(
                        Kernel.TRANSPOSE,
                        batch.extent()
                                * BytePlanes.tilesOf(rows.extent(), 32)
                                * BytePlanes.tilesOf(columns.extent(), 32)
                                * Kernel.TRANSPOSE.threads);
    }

    private void gatherAny(long from, List<Axis> axes, long to, long size) {
        long[] view = new long[2 * MAX_RANK];
        for (int d = 0; d < MAX_RANK; d++) {
            Axis axis = d < axes.size() ? axes.get(axes.size() - 1 - d) : new Axis(1, 0);
            view[d] = axis.extent();
            view[MAX_RANK + d] = axis.stride();
        }
        kernels.with()
                .word(size)
                .integer(axes.size())
                .words(view)
                .word(from)
                .word(to)
                .launchThreads(Kernel.GATHER, size);
    }

    /** The same view with axes of extent 1 left out and axes that continue each other joined; at least one axis. */
    private static List<Axis> merged(Strides view) {
        List<Axis> axes = new ArrayList<>();
        for (int d = 0; d < view.extents().size(); d++) {
            Axis next = new Axis(view.extents().get(d), view.strides().get(d));
            if (next.extent() == 1) {
                continue;
            }
            Axis last = axes.isEmpty() ? null : axes.getLast();
            if (last != null && last.stride() == next.extent() * next.stride()) {
                axes.set(axes.size() - 1, new Axis(last.extent() * next.extent(), next.stride()));
            } else {
                axes.add(next);
            }
        }
        if (axes.isEmpty()) {
            axes.add(new Axis(1, 1));
        }
        return axes;
    }

    /** No extent is 0. */
    void sum(CudaWords x, long outer, long axis, long inner, CudaWords out) {
        boolean rows = inner <= 128 && axis * inner >= 256;
        long lanes = rows ? 256 / inner : 1;
        long blocks = rows ? outer : BytePlanes.tilesOf(outer * inner, 256);
        long slices =
                Math.max(1, Math.min(Math.min(8L * queue.multiprocessors() / blocks, axis / (16 * lanes)), MAX_SLICES));
        long slice = BytePlanes.tilesOf(axis, slices);
        slices = BytePlanes.tilesOf(axis, slice);
        if (slices > 1) {
            queue.check(cuMemsetD8Async(out.pointer(), (byte) 0, 8 * out.size(), queue.stream()), "clearing an output");
        }
        Kernels arguments = kernels.with().word(outer).word(axis);
        (rows ? arguments.integer((int) inner) : arguments.word(inner))
                .word(slice)
                .word(x.address())
                .word(out.address())
                .launch(
                        rows ? Kernel.SUM_ROWS : Kernel.SUM_COLUMNS,
                        Math.min(blocks, 16L * queue.multiprocessors()),
                        slices,
                        1);
    }

    void unfold(CudaWords x, Windows2d shape, CudaWords out) {
        kernels.with()
                .word(out.size())
                .words(windows(shape))
                .word(x.address())
                .word(out.address())
                .launchThreads(Kernel.UNFOLD, out.size());
    }

    void fold(CudaWords unfolded, Windows2d shape, boolean accumulate, CudaWords out) {
        kernels.with()
                .word(out.size())
                .words(windows(shape))
                .flag(accumulate)
                .word(unfolded.address())
                .word(out.address())
                .launchThreads(Kernel.FOLD, out.size());
    }

    /** The struct Windows of windows.cu. */
    private static long[] windows(Windows2d shape) {
        WindowAxis r = shape.rows();
        WindowAxis c = shape.columns();
        return new long[] {
            r.in(), r.taps(), r.stride(), r.dilation(), r.before(), r.out(),
            c.in(), c.taps(), c.stride(), c.dilation(), c.before(), c.out(),
            shape.channels()
        };
    }
}
