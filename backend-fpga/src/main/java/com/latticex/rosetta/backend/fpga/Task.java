package com.latticex.rosetta.backend.fpga;

import java.util.Locale;
import java.util.stream.Stream;

/** The kernels of {@code ring.cl}: every bitstream has all of them. */
enum Task {
    MAP,
    BEAVER,
    TRUNCATE,
    GATHER,
    SUM,
    PACK,
    GEMM,
    UNPACK,
    RANDOM,
    DIGITS,
    DEAL,
    BLIND,
    ANY_ZERO,
    HARMONICS;

    /** The kernel's name in the bitstream. */
    String kernel() {
        return "f_" + name().toLowerCase(Locale.ROOT);
    }

    static Stream<String> names() {
        return Stream.of(values()).map(Task::kernel);
    }
}
