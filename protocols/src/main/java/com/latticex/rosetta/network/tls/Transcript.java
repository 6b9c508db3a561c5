package com.latticex.rosetta.network.tls;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A running checksum of all numbered frames of one direction, headers and bodies in order (but for the contributions to the seed). Both
 * sides have the same if and only if, up to chance, every frame has arrived once, in order and unchanged, whatever broke in between. On the
 * event loop; {@link #value} from any thread.
 */
final class Transcript {
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final CRC32C frame = new CRC32C();
    private volatile long value;

    /** The next bytes of a frame. */
    void add(ByteBuffer bytes) {
        frame.update(bytes);
    }

    /** The next bytes of a frame. */
    void add(byte[] bytes, int from, int length) {
        frame.update(bytes, from, length);
    }

    /** The frame is whole. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void endFrame() {
        value = value * FACTOR + frame.getValue();
        frame.reset();
    }

    /** The frame begun does not count: it comes again. */
    void dropFrame() {
        frame.reset();
    }

    long value() {
        return value;
    }
}
