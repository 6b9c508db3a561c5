package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;

import com.latticex.rosetta.backend.DeviceWait;
import com.latticex.rosetta.error.DeviceException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/**
 * One in-order stream on the primary context of a device, and the lock that makes each call atomic in it.
 *
 * <p>The context is bound to the calling thread inside the lock, every time: a virtual thread changes its carrier only
 * where it blocks, and nothing between the binding and the last driver call does.
 */
final class Queue implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Queue.class.getName());

    private final String name;
    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final CUstream stream;
    private final int multiprocessors;
    private final ReentrantLock lock = new ReentrantLock();
    private final long timeout = DeviceWait.seconds();
    private volatile boolean hangs;
    private volatile boolean failed;
    private boolean closed;

    Queue(int index) {
        name = CudaProvider.NAME + ":" + index;
        device = Driver.device(index);
        multiprocessors = Driver.attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
        CudaError.check(cuDevicePrimaryCtxRetain(context, device), "opening the context of " + name);
        try {
            bind();
            stream = newStream();
        } catch (DeviceException e) {
            cuDevicePrimaryCtxRelease(device);
            throw e;
        }
    }

    /** A further stream of this context; the caller destroys it. */
    CUstream newStream() {
        CUstream created = new CUstream();
        CudaError.check(cuStreamCreate(created, CUstream_flags.CU_STREAM_NON_BLOCKING), "creating a stream on " + name);
        return created;
    }

    /** The same, and if it fails the earlier one is gone too. */
    CUstream newStream(CUstream earlier) {
        try {
            return newStream();
        } catch (DeviceException e) {
            cuStreamDestroy(earlier);
            throw e;
        }
    }

    String name() {
        return name;
    }

    CUstream stream() {
        return stream;
    }

    int multiprocessors() {
        return multiprocessors;
    }

    /** Runs driver calls as one step of the queue. */
    void submit(Runnable calls) {
        submit(() -> {
            calls.run();
            return true;
        });
    }

    <T> T submit(Supplier<T> calls) {
        lock.lock();
        try {
            if (closed) {
                throw new DeviceException(name + " has been closed");
            }
            if (isLost()) {
                throw new DeviceException(name + (hangs ? " missed a time-out" : " failed")
                        + " earlier and is not used any more; restart this process.");
            }
            bind();
            return calls.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an event, with or without the lock. A device that misses its time is given up. */
    void await(CUevent event, String what) {
        boolean done = DeviceWait.until(
                () -> {
                    // A virtual thread may have changed its carrier since it last asked.
                    bind();
                    int code = cuEventQuery(event);
                    if (code != CUresult.CUDA_ERROR_NOT_READY) {
                        check(code, "waiting for " + what);
                    }
                    return code == CUresult.CUDA_SUCCESS;
                },
                timeout);
        if (!done) {
            hangs = true;
            throw DeviceWait.late(name, what, timeout);
        }
    }

    /** Waits for everything in the stream. */
    void drain() {
        CUevent end = new CUevent();
        check(cuEventCreate(end, CUevent_flags.CU_EVENT_DISABLE_TIMING), "creating an event");
        try {
            check(cuEventRecord(end, stream), "recording an event");
            await(end, "the work in its queue");
        } finally {
            cuEventDestroy(end);
        }
    }

    /** Whether the device hangs or has failed in a way that only a new process mends. */
    boolean isLost() {
        return hangs || failed;
    }

    /** Seconds a wait may last. */
    long timeout() {
        return timeout;
    }

    /** Binds the context to this thread. */
    private void bind() {
        check(cuCtxSetCurrent(context), "binding the context");
    }

    void check(int code, String doing) {
        failed |= CudaError.isLoss(code);
        CudaError.check(code, name + ": " + doing);
    }

    /**
     * Waits for the running kernels, lets the owner free what it holds, and gives the context back. What a device that hangs
     * may still be using stays as it is.
     */
    void close(Runnable free) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (!hangs) {
                release(free);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A device after an error refuses all of these; what it held is gone with it, so codes are not looked at. */
    private void release(Runnable free) {
        cuCtxSetCurrent(context);
        try {
            drain();
        } catch (DeviceException e) {
            LOG.log(System.Logger.Level.WARNING, "closing a device: {0}", e.getMessage());
            if (hangs) {
                return;
            }
        }
        free.run();
        cuStreamDestroy(stream);
        cuDevicePrimaryCtxRelease(device);
    }

    @Override
    public void close() {
        close(() -> {});
    }
}
