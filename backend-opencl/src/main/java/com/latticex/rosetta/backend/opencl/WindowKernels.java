package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.AxisArguments;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/** Windows over images. */
final class WindowKernels {
    private final Programs programs;

    WindowKernels(Programs programs) {
        this.programs = programs;
    }

    void unfold(ClWords x, Windows2d shape, ClWords out) {
        long run = programs.shape().gpu() ? 1 : shape.columns().taps() * shape.channels();
        ClLaunch launch = programs.call(Family.WINDOWS, "unfold").in(x).out(out);
        run(AxisArguments.to(launch, shape), out.size(), run);
    }

    void fold(ClWords unfolded, Windows2d shape, boolean accumulate, ClWords out) {
        long run = programs.shape().gpu() ? 1 : shape.channels();
        ClLaunch launch = programs.call(Family.WINDOWS, "fold").in(unfolded).out(out);
        run(AxisArguments.to(launch, shape).number(accumulate ? 1 : 0), out.size(), run);
    }

    /** @param run words one step handles; 0 only where there are none */
    private void run(ClLaunch launch, long words, long run) {
        KernelShape shape = programs.shape();
        long items = run == 0 ? 0 : words / run;
        long chunk = shape.chunk(items, 256);
        launch.word(items).word(chunk).run(Math.ceilDiv(items, chunk), shape.rowGroup());
    }
}
