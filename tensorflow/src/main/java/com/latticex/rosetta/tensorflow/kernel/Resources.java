package com.latticex.rosetta.tensorflow.kernel;

import java.util.ArrayList;
import java.util.List;

/** What one call has open; closed in reverse order, so shares before the tensors whose memory they view. */
final class Resources implements AutoCloseable {
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Closes this, too, at the end, and once even if added twice. */
    <T extends AutoCloseable> T add(T resource) {
        if (!open.contains(resource)) {
            open.add(resource);
        }
        return resource;
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (AutoCloseable resource : open.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("cannot release memory of a call", e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
