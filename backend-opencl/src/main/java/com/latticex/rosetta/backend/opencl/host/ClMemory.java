package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jocl.cl_mem;

/** The life of one buffer: who owns it, whether it is open, whether a kernel has written to it. */
final class ClMemory {
    private final ClQueue owner;
    private final cl_mem handle;
    private final Runnable onClose;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile boolean written;

    /** @param onClose returns the memory; runs once, and not when the queue was closed before */
    ClMemory(ClQueue owner, cl_mem handle, Runnable onClose) {
        this.owner = owner;
        this.handle = handle;
        this.onClose = onClose;
    }

    cl_mem handle() {
        return handle;
    }

    void markWritten() {
        written = true;
    }

    boolean isWritten() {
        return written;
    }

    void checkUsableBy(ClQueue user) {
        if (owner != user) {
            throw new DeviceException("this buffer belongs to another backend");
        }
        checkOpen();
    }

    void checkOpen() {
        owner.checkOpen();
        if (!open.get()) {
            throw new DeviceException("this buffer has been closed");
        }
    }

    void close() {
        if (open.compareAndSet(true, false) && !owner.isClosed()) {
            onClose.run();
        }
    }
}
