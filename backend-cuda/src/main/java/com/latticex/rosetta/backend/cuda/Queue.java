package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import com.latticex.rosetta.error.DeviceException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/**
 * One in-order stream on the primary context of a device, and the lock that makes each call atomic in it.
 *
 * <p>The context is bound to the calling thread inside the lock, every time: a virtual thread changes its carrier only
 * where it blocks, and nothing between the binding and the last driver call does.
 */
final class Queue implements AutoCloseable {
    private final String name;
    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final CUstream stream;
    private final int multiprocessors;
    private final ReentrantLock lock = new ReentrantLock();
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
            bind();
            return calls.get();
        } finally {
            lock.unlock();
        }
    }

    /** Binds the context for calls that wait and must not hold the lock. */
    void bind() {
        CudaError.check(cuCtxSetCurrent(context), "binding the context of " + name);
    }

    void check(int code, String doing) {
        CudaError.check(code, name + ": " + doing);
    }

    /** Waits for the running kernels, lets the owner free what it holds, and gives the context back. */
    void close(Runnable free) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            // A lost device refuses all of these; what it held is gone with it, so codes are not looked at.
            cuCtxSetCurrent(context);
            cuStreamSynchronize(stream);
            free.run();
            cuStreamDestroy(stream);
            cuDevicePrimaryCtxRelease(device);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        close(() -> {});
    }
}
