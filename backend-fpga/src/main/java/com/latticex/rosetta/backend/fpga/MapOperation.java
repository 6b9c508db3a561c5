package com.latticex.rosetta.backend.fpga;

import java.util.Locale;

/** What the elementwise task does, with the number {@code f_map} knows it by. */
enum MapOperation {
    FILL(0),
    ADD(1),
    SUBTRACT(2),
    MULTIPLY(3),
    MULTIPLY_ADD(4),
    AFFINE(5),
    SHIFT_RIGHT(6),
    AND_MASK(7),
    XOR(8),
    AND(9),
    SCALE(10);

    private final int number;

    MapOperation(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** For messages. */
    String kernel() {
        return name().toLowerCase(Locale.ROOT);
    }
}
