package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.opencl.Programs.Family;
import com.latticex.rosetta.backend.opencl.host.ClBytes;
import com.latticex.rosetta.backend.opencl.host.ClWords;
import com.latticex.rosetta.backend.opencl.host.RoundKeys;

/** AES-128 in counter mode and digits by rejection. */
final class Generator {
    private static final int GROUP_DIGITS = 64;

    private final Programs programs;

    Generator(Programs programs) {
        this.programs = programs;
    }

    void words(Seed key, long nonce, ClWords out) {
        long blocks = (out.size() + 1) / 2;
        // On a GPU the table is loaded once a group, so a work-item there takes several blocks as well.
        long chunk = programs.shape().gpu() ? 4 : programs.shape().chunk(blocks, 1024) + 7 & -8;
        try (RoundKeys keys = RoundKeys.of(key)) {
            keys.to(programs.call(Family.GENERATOR, "random_words"))
                    .word(nonce)
                    .out(out)
                    .word(out.size())
                    .word(chunk)
                    .run((blocks + chunk - 1) / chunk, programs.shape().rowGroup());
        }
    }

    void digits(Seed key, long nonce, ClBytes out) {
        digits(key, nonce, RingBackend.MODULUS, 0, out);
    }

    void nonZeroDigits(Seed key, long nonce, ClBytes out) {
        digits(key, nonce, RingBackend.MODULUS - 1, 1, out);
    }

    private void digits(Seed key, long nonce, int modulus, int least, ClBytes out) {
        long groups = (out.size() + GROUP_DIGITS - 1) / GROUP_DIGITS;
        long chunk = programs.shape().chunk(groups, 128);
        try (RoundKeys keys = RoundKeys.of(key)) {
            keys.to(programs.call(Family.GENERATOR, "random_digits"))
                    .word(nonce)
                    .number(3 * modulus)
                    .number(modulus)
                    .number(least)
                    .out(out)
                    .word(out.size())
                    .word(chunk)
                    .run((groups + chunk - 1) / chunk, programs.shape().rowGroup());
        }
    }
}
