package com.latticex.rosetta.backend;

/** A buffer of bytes: digits modulo 67, or packed bits. */
public non-sealed interface Bytes extends Buffer {
    /** A view of {@code length} bytes from {@code from}; shares memory and lifetime with this buffer. */
    Bytes slice(long from, long length);
}
