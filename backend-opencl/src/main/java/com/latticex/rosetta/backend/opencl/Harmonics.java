package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Trigonometry;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClTable;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/** Cosines and sines from the integer tables, which the device keeps. */
final class Harmonics {
    private final Programs programs;
    private final ClTable table;

    Harmonics(Programs programs) {
        this.programs = programs;
        this.table = new ClTable(programs.queue(), Trigonometry::tables);
    }

    void run(ClWords x, int bits, int step, int count, ClWords cos, ClWords sin) {
        long chunk = programs.shape().chunk(x.size(), 256);
        for (int h = 0; h < count; h++) {
            programs.call(Family.HARMONICS, "harmonics")
                    .in(x)
                    .word(bits)
                    .word(1L + (long) h * step)
                    .word(Trigonometry.TURN)
                    .in(table.onDevice())
                    .out(cos.slice(h * x.size(), x.size()))
                    .out(sin.slice(h * x.size(), x.size()))
                    .word(x.size())
                    .word(chunk)
                    .run((x.size() + chunk - 1) / chunk, programs.shape().rowGroup());
        }
    }
}
