package com.latticex.rosetta.backend;

/**
 * Device memory, or a view of part of it. Owned by whoever allocated it and closed exactly once; closing a view does
 * nothing. Use after close is a {@link com.latticex.rosetta.error.DeviceException}. The content of fresh memory is
 * undefined. Never prints its content.
 */
public sealed interface Buffer extends AutoCloseable permits Words, Bytes {
    /** Number of elements. */
    long size();

    @Override
    void close();
}
