package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/** One work-item a word. */
final class Elementwise {
    private final Programs programs;

    Elementwise(Programs programs) {
        this.programs = programs;
    }

    private ClLaunch call(String kernel) {
        return programs.call(Family.ELEMENTWISE, kernel);
    }

    private void run(ClLaunch launch, ClWords out) {
        launch.out(out).word(out.size()).run(out.size(), programs.shape().group());
    }

    void fill(long value, ClWords out) {
        call("fill")
                .out(out)
                .word(value)
                .word(out.size())
                .run(out.size(), programs.shape().group());
    }

    void unary(String kernel, ClWords x, long parameter, ClWords out) {
        Arguments.sameSize(kernel, x, out);
        run(call(kernel).in(x).word(parameter), out);
    }

    void affine(ClWords x, long k, long c, ClWords out) {
        Arguments.sameSize("affine", x, out);
        run(call("affine").in(x).word(k).word(c), out);
    }

    void binary(String kernel, ClWords x, ClWords y, ClWords out) {
        Arguments.sameSize(kernel, x, y, out);
        run(call(kernel).in(x).in(y), out);
    }

    void beaver(int first, ClWords mx, ClWords my, ClWords a, ClWords b, ClWords ab, ClWords out) {
        Arguments.sameSize("beaver", mx, my, out);
        Arguments.sameSize("beaver", a, b, out);
        Arguments.sameSize("beaver", ab, out);
        run(call("beaver").word(first).in(mx).in(my).in(a).in(b).in(ab), out);
    }

    void conjoin(int first, ClWords mx, ClWords my, ClWords a, ClWords b, ClWords ab, ClWords out) {
        Arguments.conjoin(first, mx, my, a, b, ab, out);
        run(call("conjoin").word(first).in(mx).in(my).in(a).in(b).in(ab), out);
    }

    void truncateOpened(int first, int f, ClWords c, ClWords shifted, ClWords top, ClWords out) {
        Arguments.sameSize("truncateOpened", c, out);
        Arguments.sameSize("truncateOpened", shifted, top, out);
        run(call("truncate_opened").word(first).word(f).in(c).in(shifted).in(top), out);
    }
}
