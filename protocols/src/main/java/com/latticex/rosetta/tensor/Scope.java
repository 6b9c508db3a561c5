package com.latticex.rosetta.tensor;

import com.latticex.rosetta.backend.Buffer;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Owns the temporaries of one invocation: everything allocated through it is freed when it closes, but for what is kept.
 * Used by one thread.
 */
public final class Scope implements AutoCloseable {
    private final RingBackend backend;
    private final Set<Buffer> owned = Collections.newSetFromMap(new IdentityHashMap<>());

    public Scope(RingBackend backend) {
        this.backend = backend;
    }

    public RingBackend backend() {
        return backend;
    }

    /** Fresh words, content undefined. */
    public Words words(long size) {
        Words words = backend.words(size);
        owned.add(words);
        return words;
    }

    /** Fresh bytes, content undefined. */
    public Bytes bytes(long size) {
        Bytes bytes = backend.bytes(size);
        owned.add(bytes);
        return bytes;
    }

    /** Hands a buffer over to the caller, who closes it. False if this scope does not own it. */
    boolean release(Buffer buffer) {
        return owned.remove(buffer);
    }

    @Override
    public void close() {
        owned.forEach(Buffer::close);
        owned.clear();
    }
}
