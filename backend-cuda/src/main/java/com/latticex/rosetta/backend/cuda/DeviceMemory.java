package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/** One allocation and its life; every view of it shares it. */
final class DeviceMemory {
    private final CudaMemory owner;
    private final MemoryPool.@Nullable Block block;
    private final @Nullable MemorySegment wrapped;
    private volatile boolean closed;
    private final AtomicLong version = new AtomicLong();

    /**
     * @param block null for no bytes at all
     * @param wrapped host memory that gets the content back on close if a kernel wrote to it
     */
    DeviceMemory(CudaMemory owner, MemoryPool.@Nullable Block block, @Nullable MemorySegment wrapped) {
        this.owner = owner;
        this.block = block;
        this.wrapped = wrapped;
    }

    MemoryPool.@Nullable Block block() {
        return block;
    }

    @Nullable
    MemorySegment wrapped() {
        return wrapped;
    }

    /** Changes with every write, so that something derived from the content knows whether it still holds. */
    long version() {
        return version.get();
    }

    void written() {
        version.incrementAndGet();
    }

    long address(long offset) {
        return block == null ? 0 : block.address().value() + offset;
    }

    CUdeviceptr pointer(long offset) {
        if (block == null) {
            throw new IllegalStateException("a buffer without bytes has no address");
        }
        return block.address().withByteOffset(offset);
    }

    void checkUsableBy(CudaMemory user) {
        if (owner != user) {
            throw new DeviceException("this buffer belongs to another backend");
        }
        checkOpen();
    }

    void checkOpen() {
        if (closed || owner.isClosed()) {
            throw new DeviceException("this buffer has been closed");
        }
    }

    void close() {
        owner.free(this);
    }

    /** Whether this call closed it. */
    synchronized boolean markClosed() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
