package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/** The blocks of the boolean comparison, on planes of bits. */
final class Bits {
    private static final long BLOCKS = 16;

    /** Words of a plane that a processor handles at once. */
    private static final long ROW = 8;

    private final Programs programs;

    Bits(Programs programs) {
        this.programs = programs;
    }

    void expand(ClWords plane, ClWords out) {
        programs.call(Family.BITS, "expand_bits")
                .in(plane)
                .out(out)
                .word(out.size())
                .run(out.size(), programs.shape().group());
    }

    void deal(ClWords r, ClWords share, ClWords out) {
        blocks("deal_blocks", r, share, out);
    }

    void compare(ClWords c, ClWords share, ClWords out) {
        blocks("compare_blocks", c, share, out);
    }

    private void blocks(String kernel, ClWords x, ClWords share, ClWords out) {
        KernelShape shape = programs.shape();
        long width = RingBackend.planeWords(x.size());
        long items = shape.gpu() ? BLOCKS * width : Math.ceilDiv(width, ROW);
        long chunk = shape.chunk(items, 16);
        programs.call(Family.BITS, kernel)
                .in(x)
                .in(share)
                .out(out)
                .word(x.size())
                .word(width)
                .word(chunk)
                .run(Math.ceilDiv(items, chunk), shape.rowGroup());
    }
}
