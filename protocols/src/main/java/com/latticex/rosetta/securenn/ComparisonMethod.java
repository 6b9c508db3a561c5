package com.latticex.rosetta.securenn;

/** How a comparison is done. The bytes are those of a ReLU, on all links together, for each element of a large tensor. */
public enum ComparisonMethod {
    /** Blinded digits to the helper: 3 rounds, 223 bytes. */
    DIGITS,

    /** Planes of bits between P0 and P1: 6 rounds, 76.75 bytes. */
    BITS
}
