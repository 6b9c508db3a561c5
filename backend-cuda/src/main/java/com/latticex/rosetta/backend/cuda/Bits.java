package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.cuda.Kernels.Kernel;

/** The boolean comparison on planes of bits. Runs inside the queue's lock; nothing is empty. */
final class Bits {
    /** Words of a plane that a thread block handles. */
    private static final long SPAN = 32;

    private final Kernels kernels;

    Bits(Kernels kernels) {
        this.kernels = kernels;
    }

    void expand(CudaWords plane, CudaWords out) {
        kernels.with()
                .word(out.size())
                .word(plane.address())
                .word(out.address())
                .launchThreads(Kernel.EXPAND_BITS, out.size());
    }

    void deal(CudaWords r, CudaWords share, CudaWords out) {
        blocks(Kernel.DEAL_BLOCKS, r, share, out);
    }

    void compare(CudaWords c, CudaWords share, CudaWords out) {
        blocks(Kernel.COMPARE_BLOCKS, c, share, out);
    }

    private void blocks(Kernel kernel, CudaWords x, CudaWords share, CudaWords out) {
        long width = RingBackend.planeWords(x.size());
        kernels.with()
                .word(x.size())
                .word(width)
                .word(x.address())
                .word(share.address())
                .word(out.address())
                .launchThreads(kernel, BytePlanes.tilesOf(width, SPAN) * kernel.threads);
    }
}
