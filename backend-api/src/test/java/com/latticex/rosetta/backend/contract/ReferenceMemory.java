package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.error.DeviceException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The life of one buffer of the reference backend. */
final class ReferenceMemory {
    private final ReferenceBackend owner;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable onClose;

    ReferenceMemory(ReferenceBackend owner, Runnable onClose) {
        this.owner = owner;
        this.onClose = onClose;
    }

    void checkUsableBy(ReferenceBackend user) {
        if (owner != user) {
            throw new DeviceException("this buffer belongs to another backend");
        }
        checkOpen();
    }

    void checkOpen() {
        if (!open.get() || owner.isClosed()) {
            throw new DeviceException("this buffer has been closed");
        }
    }

    void close() {
        if (open.compareAndSet(true, false)) {
            onClose.run();
        }
    }
}
