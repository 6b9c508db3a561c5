package com.latticex.rosetta.backend;

/**
 * Device memory, or a view of part of it. Owned by whoever allocated it, who closes it once; closing a view does
 * nothing, and so does closing again. Use after close is a {@link com.latticex.rosetta.error.DeviceException}. The content of fresh memory is
 * undefined. Never prints its content.
 */
public sealed interface Buffer extends AutoCloseable permits Words, Bytes {
    /** Number of elements. */
    long size();

    @Override
    void close();
}
