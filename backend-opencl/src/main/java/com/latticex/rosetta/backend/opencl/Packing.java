package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClBytes;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/** Digits modulo 67, 21 in two words. */
final class Packing {
    private final Programs programs;

    Packing(Programs programs) {
        this.programs = programs;
    }

    void pack(ClBytes digits, ClWords out) {
        run(programs.call(Family.PACKING, "pack_digits").in(digits).out(out), digits.size());
    }

    void unpack(ClWords packed, ClBytes out) {
        run(programs.call(Family.PACKING, "unpack_digits").in(packed).out(out), out.size());
    }

    private void run(ClLaunch launch, long digits) {
        KernelShape shape = programs.shape();
        long groups = Math.ceilDiv(digits, RingBackend.PACKED);
        long chunk = shape.chunk(groups, 512);
        launch.word(digits).word(chunk).run(Math.ceilDiv(groups, chunk), shape.rowGroup());
    }
}
