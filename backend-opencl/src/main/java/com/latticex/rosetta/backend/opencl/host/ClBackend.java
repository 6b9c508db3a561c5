package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;

/** The half of a backend that is the same on every OpenCL device: memory, transfers and life. */
public abstract class ClBackend implements RingBackend {
    private final ClQueue queue;
    private final DeviceInfo info;

    protected ClBackend(ClQueue queue, DeviceInfo info) {
        this.queue = queue;
        this.info = info;
    }

    protected final ClQueue queue() {
        return queue;
    }

    /** The view as this backend's own, open; else it is refused. */
    protected final ClWords mine(Words words) {
        if (words instanceof ClWords w) {
            w.memory().checkUsableBy(queue);
            return w;
        }
        throw new DeviceException("this buffer belongs to another backend");
    }

    protected final ClBytes mine(Bytes bytes) {
        if (bytes instanceof ClBytes b) {
            b.memory().checkUsableBy(queue);
            return b;
        }
        throw new DeviceException("this buffer belongs to another backend");
    }

    @Override
    public final DeviceInfo device() {
        return info;
    }

    @Override
    public final long openBuffers() {
        return queue.openBuffers();
    }

    @Override
    public final Words words(long size) {
        return queue.words(size);
    }

    @Override
    public final Bytes bytes(long size) {
        return queue.bytes(size);
    }

    @Override
    public final Words wrap(MemorySegment host) {
        return queue.wrap(host);
    }

    @Override
    public final void upload(MemorySegment host, Words out) {
        ClWords o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), ClWords.WIDTH * o.size());
        queue.upload(host, o);
    }

    @Override
    public final void upload(MemorySegment host, Bytes out) {
        ClBytes o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), o.size());
        queue.upload(host, o);
    }

    @Override
    public final void download(Words x, MemorySegment host) {
        ClWords a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), ClWords.WIDTH * a.size());
        queue.download(a, host);
    }

    @Override
    public final void download(Bytes x, MemorySegment host) {
        ClBytes a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), a.size());
        queue.download(a, host);
    }

    @Override
    public final void copy(Words x, Words out) {
        ClWords a = mine(x);
        ClWords o = mine(out);
        Arguments.sameSize("copy", a, o);
        queue.copy(a, o);
    }

    @Override
    public final void copy(Bytes x, Bytes out) {
        ClBytes a = mine(x);
        ClBytes o = mine(out);
        Arguments.sameSize("copy", a, o);
        queue.copy(a, o);
    }

    @Override
    public final void close() {
        queue.close();
    }
}
