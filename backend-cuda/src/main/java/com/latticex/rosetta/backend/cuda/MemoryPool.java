package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;

import com.latticex.rosetta.error.DeviceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;

/**
 * Device memory in the order of one stream: a freed block may still be in use by kernels that wait in the stream, but
 * whoever gets it next comes later in the same stream, so it is handed out at once and no call of the driver is needed.
 * Used inside the queue's lock only.
 *
 * <p>Keeps what was freed, by size class, and gives it back to the driver when that runs out of memory.
 */
final class MemoryPool {
    private static final long SMALLEST = 256;
    private static final long LARGE = 64L << 20;
    private static final long LARGE_STEP = 2L << 20;

    /** A piece of device memory. */
    record Block(DeviceAddress address, long bytes) {}

    private final Queue queue;
    private final Map<Long, Deque<Block>> free = new HashMap<>();
    private final Set<Block> lent = new HashSet<>();
    private Runnable reclaim = () -> {};
    private long lentBytes;

    MemoryPool(Queue queue) {
        this.queue = queue;
    }

    /** What gives back memory that is only kept for speed. */
    void onShortage(Runnable reclaim) {
        this.reclaim = reclaim;
    }

    /** @throws DeviceException if the device has not so much memory left */
    Block take(long bytes) {
        Block block = poll(bytes);
        if (block == null) {
            reclaim.run();
            block = poll(bytes);
        }
        if (block == null) {
            throw new DeviceException(queue.name() + " has not " + bytes + " bytes of memory left beside " + lentBytes
                    + " in use by this queue; use smaller batches, or free the device of other programs");
        }
        return block;
    }

    /** Nothing if the device has not so much memory left without reclaiming. */
    @Nullable
    Block poll(long bytes) {
        long size = sizeClass(bytes);
        Deque<Block> kept = free.get(size);
        Block block = kept == null ? null : kept.pollLast();
        if (block == null) {
            block = allocate(size);
        }
        if (block != null) {
            lent.add(block);
            lentBytes += size;
        }
        return block;
    }

    private @Nullable Block allocate(long size) {
        DeviceAddress address = new DeviceAddress();
        int code = cuMemAlloc(address, size);
        if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            trim();
            code = cuMemAlloc(address, size);
        }
        if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return null;
        }
        queue.check(code, "allocating " + size + " bytes");
        return new Block(address, size);
    }

    void giveBack(Block block) {
        if (lent.remove(block)) {
            lentBytes -= block.bytes();
            free.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).addLast(block);
        }
    }

    /** Gives the kept blocks back to the driver, once the kernels that may use them have ended. */
    void trim() {
        queue.drain();
        release();
    }

    private void release() {
        free.values().forEach(blocks -> blocks.forEach(b -> cuMemFree(b.address())));
        free.clear();
    }

    /** Frees everything, lent blocks too; the queue has drained. */
    void close() {
        release();
        lent.forEach(b -> cuMemFree(b.address()));
        lent.clear();
        lentBytes = 0;
    }

    /** Eight classes an octave, so that at most an eighth is wasted; large blocks in steps of 2 MiB. */
    static long sizeClass(long bytes) {
        if (bytes <= SMALLEST) {
            return SMALLEST;
        }
        long step = bytes > LARGE ? LARGE_STEP : Math.max(SMALLEST, Long.highestOneBit(bytes - 1) / 8);
        return (bytes + step - 1) / step * step;
    }
}
