package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClBytes;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/** The local steps of the private comparison, one kernel each. */
final class Comparison {
    private final Programs programs;

    Comparison(Programs programs) {
        this.programs = programs;
    }

    private ClLaunch call(String kernel) {
        return programs.call(Family.COMPARISON, kernel);
    }

    private void run(ClLaunch launch, long words) {
        long chunk = programs.shape().chunk(words, 128);
        launch.word(words)
                .word(chunk)
                .run((words + chunk - 1) / chunk, programs.shape().rowGroup());
    }

    void deal(ClWords r, ClBytes share, ClBytes out) {
        run(call("deal_digits").in(r).in(share).out(out), r.size());
    }

    void blind(int first, ClWords c, ClWords coins, ClBytes share, ClBytes multipliers, ClBytes refresh, ClBytes out) {
        run(
                call("blind_digits")
                        .number(first)
                        .in(c)
                        .in(coins)
                        .in(share)
                        .in(multipliers)
                        .in(refresh)
                        .out(out),
                c.size());
    }

    void anyZero(ClBytes x, ClBytes y, ClWords out) {
        run(call("any_zero").in(x).in(y).out(out), out.size());
    }
}
