package com.latticex.rosetta.backend;

/** A buffer of 64-bit words: elements of the ring of integers modulo 2^64. */
public non-sealed interface Words extends Buffer {
    /** A view of {@code length} words from {@code from}; shares memory and lifetime with this buffer. */
    Words slice(long from, long length);
}
