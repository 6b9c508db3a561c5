package com.latticex.rosetta.tensor;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * This party's share of a secret: x = x0 + x1 modulo 2^64. The helper holds nothing but the shape. Never prints its
 * content; the only way to a number is the operation Reveal.
 */
public final class Secret implements Value, AutoCloseable {
    private final Shape shape;
    private final @Nullable Words share;

    private Secret(Shape shape, @Nullable Words share) {
        if (share != null && share.size() != shape.size()) {
            throw new IllegalArgumentException("shape " + shape + " does not fit " + share.size() + " words");
        }
        this.shape = shape;
        this.share = share;
    }

    /** Takes ownership of the words. */
    public static Secret of(Shape shape, Words share) {
        return new Secret(shape, share);
    }

    /** What the helper has. */
    public static Secret absent(Shape shape) {
        return new Secret(shape, null);
    }

    /** Views host memory as a share: native, 8-byte aligned, alive until this is closed. */
    public static Secret wrap(RingBackend backend, Shape shape, MemorySegment host) {
        return new Secret(shape, backend.wrap(host));
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** False at the helper. */
    public boolean isPresent() {
        return share != null;
    }

    /** The share as a tensor of this scope, which does not own it; absent at the helper. */
    public Tensor in(Scope scope) {
        return new Tensor(scope, shape, share);
    }

    /** Copies the share to host memory, zeros at the helper. Waits for the device. */
    public void copyTo(RingBackend backend, MemorySegment host) {
        if (share == null) {
            host.fill((byte) 0);
        } else {
            backend.download(share, host);
        }
    }

    @Override
    public void close() {
        if (share != null) {
            share.close();
        }
    }

    @Override
    public String toString() {
        return "Secret" + shape;
    }
}
