package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import com.latticex.rosetta.backend.DeviceWait;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/**
 * Transfers through a bounded ring of pinned host memory.
 *
 * <p>Large transfers go over the bus on streams of their own while the queue computes: each slot also has device memory,
 * and between that and the buffer the queue copies at device speed, in its order. Small ones go straight through the
 * queue. A slot's event is recorded after its last use, and waited for before the next.
 */
final class Staging {
    static final int SLOTS = 8;
    static final long SLOT_BYTES = 2L << 20;

    /** Up to here the detour over another stream costs more than it hides. */
    static final long DIRECT_BYTES = 256L << 10;

    private static final class Slot {
        final Pointer pinned = new Pointer();
        final CUdeviceptr device = new CUdeviceptr();
        final CUevent arrived = new CUevent();
        final CUevent done = new CUevent();

        @Nullable
        MemorySegment host;
    }

    private record Arrival(Slot slot, long at, long bytes) {}

    private final Queue queue;
    private final CUstream inward;
    private final CUstream outward;
    private final List<Slot> slots = new ArrayList<>();
    private final BlockingQueue<Slot> idle = new ArrayBlockingQueue<>(SLOTS);

    /** The queue's context is bound. */
    Staging(Queue queue) {
        this.queue = queue;
        inward = queue.newStream();
        outward = queue.newStream(inward);
        try {
            for (int i = 0; i < SLOTS; i++) {
                Slot slot = new Slot();
                slots.add(slot);
                open(slot);
                idle.add(slot);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(Slot slot) {
        queue.check(cuMemHostAlloc(slot.pinned, SLOT_BYTES, 0), "allocating pinned host memory");
        slot.host = MemorySegment.ofBuffer(slot.pinned.getByteBuffer(0, SLOT_BYTES));
        queue.check(cuMemAlloc(slot.device, SLOT_BYTES), "allocating staging memory");
        queue.check(cuEventCreate(slot.arrived, CUevent_flags.CU_EVENT_DISABLE_TIMING), "creating an event");
        queue.check(cuEventCreate(slot.done, CUevent_flags.CU_EVENT_DISABLE_TIMING), "creating an event");
    }

    /** Returns when the host memory has been read. */
    void upload(MemorySegment host, CUdeviceptr to) {
        for (long at = 0; at < host.byteSize(); at += SLOT_BYTES) {
            long bytes = Math.min(SLOT_BYTES, host.byteSize() - at);
            CUdeviceptr target = to.withByteOffset(at);
            Slot slot = take();
            try {
                await(slot);
                MemorySegment.copy(host, at, hostOf(slot), 0, bytes);
                queue.submit(() -> send(slot, target, bytes));
            } finally {
                idle.add(slot);
            }
        }
    }

    private void send(Slot slot, CUdeviceptr target, long bytes) {
        CUstream compute = queue.stream();
        if (bytes <= DIRECT_BYTES) {
            queue.check(cuMemcpyHtoDAsync(target, slot.pinned, bytes, compute), "uploading");
        } else {
            queue.check(cuMemcpyHtoDAsync(slot.device, slot.pinned, bytes, inward), "uploading");
            queue.check(cuEventRecord(slot.arrived, inward), "recording an event");
            queue.check(cuStreamWaitEvent(compute, slot.arrived, 0), "waiting for an upload");
            queue.check(cuMemcpyDtoDAsync(target, slot.device, bytes, compute), "placing an upload");
        }
        queue.check(cuEventRecord(slot.done, compute), "recording an event");
    }

    /** Waits for the queue's work so far and for the transfer. */
    void download(CUdeviceptr from, MemorySegment host) {
        Deque<Arrival> arriving = new ArrayDeque<>();
        try {
            for (long at = 0; at < host.byteSize(); at += SLOT_BYTES) {
                long bytes = Math.min(SLOT_BYTES, host.byteSize() - at);
                CUdeviceptr source = from.withByteOffset(at);
                // Whoever holds slots never waits for another's: it takes what is idle or finishes its own first.
                Slot slot = arriving.isEmpty() ? take() : idle.poll();
                while (slot == null) {
                    finish(arriving, host);
                    slot = arriving.isEmpty() ? take() : idle.poll();
                }
                Slot taken = slot;
                arriving.addLast(new Arrival(taken, at, bytes));
                await(taken);
                queue.submit(() -> fetch(taken, source, bytes));
            }
            while (!arriving.isEmpty()) {
                finish(arriving, host);
            }
        } finally {
            arriving.forEach(a -> idle.add(a.slot()));
        }
    }

    private void fetch(Slot slot, CUdeviceptr source, long bytes) {
        CUstream compute = queue.stream();
        if (bytes <= DIRECT_BYTES) {
            queue.check(cuMemcpyDtoHAsync(slot.pinned, source, bytes, compute), "downloading");
            queue.check(cuEventRecord(slot.done, compute), "recording an event");
        } else {
            queue.check(cuMemcpyDtoDAsync(slot.device, source, bytes, compute), "taking a download");
            queue.check(cuEventRecord(slot.arrived, compute), "recording an event");
            queue.check(cuStreamWaitEvent(outward, slot.arrived, 0), "waiting for a download");
            queue.check(cuMemcpyDtoHAsync(slot.pinned, slot.device, bytes, outward), "downloading");
            queue.check(cuEventRecord(slot.done, outward), "recording an event");
        }
    }

    private void finish(Deque<Arrival> arriving, MemorySegment host) {
        Arrival arrival = arriving.getFirst();
        await(arrival.slot());
        MemorySegment.copy(hostOf(arrival.slot()), 0, host, arrival.at(), arrival.bytes());
        arriving.removeFirst();
        idle.add(arrival.slot());
    }

    private Slot take() {
        try {
            Slot slot = idle.poll(queue.timeout(), TimeUnit.SECONDS);
            if (slot != null) {
                return slot;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceException(queue.name() + ": a transfer was interrupted", e);
        }
        throw DeviceWait.late(queue.name(), "any transfer", queue.timeout());
    }

    private void await(Slot slot) {
        queue.await(slot.done, "a transfer");
    }

    private static MemorySegment hostOf(Slot slot) {
        MemorySegment host = slot.host;
        if (host == null) {
            throw new IllegalStateException("this slot was never opened");
        }
        return host;
    }

    /** The queue has drained, and its context is bound. */
    void close() {
        for (Slot slot : slots) {
            cuEventDestroy(slot.arrived);
            cuEventDestroy(slot.done);
            cuMemFree(slot.device);
            cuMemFreeHost(slot.pinned);
        }
        cuStreamDestroy(inward);
        cuStreamDestroy(outward);
    }
}
