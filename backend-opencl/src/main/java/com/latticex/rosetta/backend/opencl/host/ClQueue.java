package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.DeviceWait;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/**
 * One in-order queue on one device, with its memory and programs. Calls from several threads are put in one order by a
 * lock; waiting for results happens outside of it.
 *
 * <p>Every wait has a time-out. A device that misses one is given up: the queue refuses all further calls, and what the
 * device may still be using is neither freed nor handed out again.
 */
public final class ClQueue implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClQueue.class.getName());

    /** Launches that may wait in the driver before the caller is held up: the queue must not grow without bound. */
    private static final int DEPTH = 256;

    private final ClDevice device;
    private final ClContext shared;
    private final cl_context context;
    private final cl_command_queue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final ClPool pool;
    private final Transfers transfers;
    private final List<ClProgram> programs = new ArrayList<>();
    private final AtomicLong openBuffers = new AtomicLong();
    private final long timeout = DeviceWait.seconds();
    private int waiting;
    private volatile boolean lost;
    private volatile boolean closed;

    /** A queue whose waits last at most {@code -Drosetta.device.timeout} seconds each, 120 unless it is set. */
    public ClQueue(ClContext shared) {
        this.shared = shared;
        this.device = shared.device();
        this.context = shared.handle();
        int[] status = new int[1];
        this.queue = createQueue(context, device, status);
        Cl.check(status[0], "creating a queue on " + device.name());
        this.pool = new ClPool(context, device.largest(), device.memory());
        this.transfers = new Transfers(this);
    }

    /** The call of OpenCL 1.x: boards and older drivers know no other. */
    @SuppressWarnings("deprecation")
    private static cl_command_queue createQueue(cl_context context, ClDevice device, int[] status) {
        return CL.clCreateCommandQueue(context, device.id(), 0, status);
    }

    public ClDevice device() {
        return device;
    }

    public ClContext context() {
        return shared;
    }

    cl_command_queue handle() {
        return queue;
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Closed, or its device given up. */
    public boolean isClosed() {
        return closed || lost;
    }

    /** Buffers allocated or wrapped and still open. */
    public long openBuffers() {
        return isClosed() ? 0 : openBuffers.get();
    }

    void register(ClProgram program) {
        lock.lock();
        try {
            checkOpen();
            programs.add(program);
        } finally {
            lock.unlock();
        }
    }

    // ---- memory

    public ClWords words(long size) {
        return new ClWords(allocate(size, ClWords.WIDTH), size);
    }

    public ClBytes bytes(long size) {
        return new ClBytes(allocate(size, ClBytes.WIDTH), size);
    }

    /** Memory for a constant table; lives as long as the queue and does not count as an open buffer. */
    ClBytes constant(long size) {
        checkOpen();
        return new ClBytes(new ClMemory(this, pool.take(size), () -> {}), size);
    }

    private ClMemory allocate(long size, int width) {
        checkOpen();
        if (size < 0 || size > Long.MAX_VALUE / 16) {
            throw new DeviceException("a buffer of " + size + " elements is more than the device can give.");
        }
        long bytes = size * width;
        cl_mem block = pool.take(bytes);
        openBuffers.incrementAndGet();
        return new ClMemory(this, block, () -> {
            openBuffers.decrementAndGet();
            pool.give(block, bytes);
        });
    }

    /** Computes on host memory: in place where the device can, else on a copy that goes back on close if it was written. */
    public ClWords wrap(MemorySegment host) {
        checkOpen();
        if (!host.isNative() || host.byteSize() % ClWords.WIDTH != 0 || host.address() % ClWords.WIDTH != 0) {
            throw new DeviceException("wrap: a native segment of whole, aligned words is needed");
        }
        long size = host.byteSize() / ClWords.WIDTH;
        if (size == 0) {
            return words(0);
        }
        return device.unified() ? wrapInPlace(host, size) : wrapByCopy(host, size);
    }

    private ClWords wrapInPlace(MemorySegment host, long size) {
        int[] status = new int[1];
        long flags = CL.CL_MEM_READ_WRITE | CL.CL_MEM_USE_HOST_PTR;
        cl_mem shared = CL.clCreateBuffer(context, flags, host.byteSize(), Transfers.pointer(host), status);
        Cl.check(status[0], "wrapping host memory");
        openBuffers.incrementAndGet();
        return new ClWords(
                new ClMemory(this, shared, () -> {
                    openBuffers.decrementAndGet();
                    transfers.settle(shared, host.byteSize());
                    Cl.check(CL.clReleaseMemObject(shared), "releasing wrapped memory");
                }),
                size);
    }

    private ClWords wrapByCopy(MemorySegment host, long size) {
        cl_mem block = pool.take(host.byteSize());
        openBuffers.incrementAndGet();
        ClMemory[] self = new ClMemory[1];
        self[0] = new ClMemory(this, block, () -> {
            openBuffers.decrementAndGet();
            if (self[0].isWritten()) {
                transfers.download(block, 0, host);
            }
            pool.give(block, host.byteSize());
        });
        transfers.upload(host, block, 0);
        return new ClWords(self[0], size);
    }

    // ---- transfers; sizes have been checked

    public void upload(MemorySegment host, ClWords out) {
        out.memory().markWritten();
        transfers.upload(host, out.memory().handle(), out.offset() * ClWords.WIDTH);
    }

    public void upload(MemorySegment host, ClBytes out) {
        out.memory().markWritten();
        transfers.upload(host, out.memory().handle(), out.offset());
    }

    public void download(ClWords x, MemorySegment host) {
        transfers.download(x.memory().handle(), x.offset() * ClWords.WIDTH, host);
    }

    public void download(ClBytes x, MemorySegment host) {
        transfers.download(x.memory().handle(), x.offset(), host);
    }

    public void copy(ClWords x, ClWords out) {
        copy(x, out, ClWords.WIDTH, x.size());
    }

    public void copy(ClBytes x, ClBytes out) {
        copy(x, out, ClBytes.WIDTH, x.size());
    }

    private void copy(ClBuffer x, ClBuffer out, int width, long size) {
        if (size == 0 || x.memory() == out.memory() && x.offset() == out.offset()) {
            return;
        }
        out.memory().markWritten();
        enqueue(
                "copying",
                () -> CL.clEnqueueCopyBuffer(
                        queue,
                        x.memory().handle(),
                        out.memory().handle(),
                        x.offset() * width,
                        out.offset() * width,
                        size * width,
                        0,
                        null,
                        null));
    }

    /** A call that returns an OpenCL status. */
    interface Command {
        int run();
    }

    /** Puts one command in the queue; holds the caller up when too many are waiting. */
    void enqueue(String what, Command command) {
        lock.lock();
        try {
            checkOpen();
            Cl.check(command.run(), what);
            if (++waiting >= DEPTH) {
                awaitAll();
            } else {
                Cl.check(CL.clFlush(queue), "starting the device");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything queued so far is done. The caller holds the lock. */
    void awaitAll() {
        cl_event end = new cl_event();
        Cl.check(CL.clEnqueueMarkerWithWaitList(queue, 0, null, end), "marking the end of the queue");
        Cl.check(CL.clFlush(queue), "starting the device");
        await(end, "the commands in its queue");
        waiting = 0;
    }

    /** Waits for one command, with or without the lock. */
    void await(cl_event event, String what) {
        if (!ClWait.until(event, timeout, what)) {
            lost = true;
            throw DeviceWait.late(device.name(), what, timeout);
        }
    }

    void checkOpen() {
        if (closed) {
            throw new DeviceException("this backend has been closed");
        }
        if (lost) {
            throw new DeviceException(device.name() + " missed a time-out earlier and is not used any more.");
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!isClosed()) {
                release();
            }
        } catch (DeviceException e) {
            LOG.log(System.Logger.Level.WARNING, "closing a device: {0}", e.getMessage());
        } finally {
            closed = true;
            lock.unlock();
        }
    }

    private void release() {
        awaitAll();
        closed = true;
        transfers.close();
        pool.close();
        programs.forEach(ClProgram::release);
        CL.clReleaseCommandQueue(queue);
    }
}
