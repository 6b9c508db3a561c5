package com.latticex.rosetta.backend.fpga;

import java.util.Locale;
import java.util.stream.Stream;

/** The kernels of {@code ring.cl}: every bitstream has all of them. */
enum Task {
    MAP,
    BEAVER,
    CONJOIN,
    TRUNCATE,
    GATHER,
    SUM,
    UNFOLD,
    FOLD,
    PACK,
    GEMM,
    UNPACK,
    RANDOM,
    DIGITS,
    DEAL,
    BLIND,
    ANY_ZERO,
    DEAL_BLOCKS,
    COMPARE_BLOCKS,
    EXPAND_BITS,
    PACK_DIGITS,
    UNPACK_DIGITS,
    HARMONICS;

    /** The kernel's name in the bitstream. */
    String kernel() {
        return "f_" + name().toLowerCase(Locale.ROOT);
    }

    static Stream<String> names() {
        return Stream.of(values()).map(Task::kernel);
    }
}
