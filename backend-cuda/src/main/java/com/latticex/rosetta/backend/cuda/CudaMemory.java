package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/** The memory side of the backend: allocation, views, transfers, wrapping, and the end of it all. */
abstract sealed class CudaMemory implements RingBackend permits CudaArithmetic {
    private static final long MAX_BYTES = 1L << 48;

    final Queue queue;
    final DeviceState state;
    private final DeviceInfo device;
    private final AtomicLong open = new AtomicLong();
    private volatile boolean closed;

    CudaMemory(DeviceInfo device, GemmPolicy policy) {
        this.device = device;
        this.queue = new Queue(device.index());
        try {
            this.state = queue.submit(() -> new DeviceState(queue, policy, device.memoryBytes()));
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public long openBuffers() {
        return closed || queue.isLost() ? 0 : open.get();
    }

    @Override
    public CudaWords words(long size) {
        return new CudaWords(allocate(bytesOf(size, 8), null), size);
    }

    @Override
    public CudaBytes bytes(long size) {
        return new CudaBytes(allocate(bytesOf(size, 1), null), size);
    }

    @Override
    public CudaWords wrap(MemorySegment host) {
        if (!host.isNative() || host.byteSize() % 8 != 0 || host.address() % 8 != 0) {
            throw new DeviceException("wrap: a native segment of whole, aligned words is needed");
        }
        CudaWords words = new CudaWords(allocate(host.byteSize(), host), host.byteSize() / 8);
        try {
            transfer(host, words.memory(), words.offset());
        } catch (RuntimeException e) {
            words.close();
            throw e;
        }
        return words;
    }

    private static long bytesOf(long size, int unit) {
        Arguments.range("allocate", "size", size, 0, MAX_BYTES / unit);
        return size * unit;
    }

    private DeviceMemory allocate(long bytes, @Nullable MemorySegment wrapped) {
        DeviceMemory memory = queue.submit(
                () -> new DeviceMemory(this, bytes == 0 ? null : state.pool().take(bytes), wrapped));
        open.incrementAndGet();
        return memory;
    }

    /** Gives memory back, and a wrapped segment its new content. */
    void free(DeviceMemory memory) {
        if (closed || queue.isLost() || !memory.markClosed()) {
            return;
        }
        open.decrementAndGet();
        MemoryPool.Block block = memory.block();
        if (block == null) {
            return;
        }
        try {
            MemorySegment host = memory.wrapped();
            if (host != null && memory.version() > 0) {
                state.staging().download(memory.pointer(0), host);
            }
        } finally {
            queue.submit(() -> {
                state.planes().forget(memory);
                state.pool().giveBack(block);
            });
        }
    }

    @Override
    public void upload(MemorySegment host, Words out) {
        CudaWords o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), 8 * o.size());
        transfer(host, o.memory(), o.offset());
        o.memory().written();
    }

    @Override
    public void upload(MemorySegment host, Bytes out) {
        CudaBytes o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), o.size());
        transfer(host, o.memory(), o.offset());
        o.memory().written();
    }

    private void transfer(MemorySegment host, DeviceMemory memory, long offset) {
        if (host.byteSize() > 0) {
            state.staging().upload(host, memory.pointer(offset));
        }
    }

    @Override
    public void download(Words x, MemorySegment host) {
        CudaWords a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), 8 * a.size());
        if (a.size() > 0) {
            state.staging().download(a.pointer(), host);
        }
    }

    @Override
    public void download(Bytes x, MemorySegment host) {
        CudaBytes a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), a.size());
        if (a.size() > 0) {
            state.staging().download(a.pointer(), host);
        }
    }

    @Override
    public void copy(Words x, Words out) {
        CudaWords a = mine(x);
        CudaWords o = mine(out);
        Arguments.sameSize("copy", a, o);
        if (a.size() > 0) {
            copy(a.pointer(), o.pointer(), 8 * a.size(), o.memory());
        }
    }

    @Override
    public void copy(Bytes x, Bytes out) {
        CudaBytes a = mine(x);
        CudaBytes o = mine(out);
        Arguments.sameSize("copy", a, o);
        if (a.size() > 0) {
            copy(a.pointer(), o.pointer(), a.size(), o.memory());
        }
    }

    private void copy(CUdeviceptr from, CUdeviceptr to, long bytes, DeviceMemory target) {
        queue.submit(() -> {
            queue.check(cuMemcpyDtoDAsync(to, from, bytes, queue.stream()), "copying");
            target.written();
        });
    }

    // ---- life

    @Override
    public void close() {
        closed = true;
        queue.close(state::close);
    }

    final CudaWords mine(Words words) {
        if (words instanceof CudaWords w) {
            w.memory().checkUsableBy(this);
            return w;
        }
        throw new DeviceException("this buffer belongs to another backend");
    }

    final CudaBytes mine(Bytes bytes) {
        if (bytes instanceof CudaBytes b) {
            b.memory().checkUsableBy(this);
            return b;
        }
        throw new DeviceException("this buffer belongs to another backend");
    }
}
