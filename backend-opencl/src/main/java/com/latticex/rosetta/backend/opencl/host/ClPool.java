package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_mem;

/**
 * Device memory by size class. Freed blocks are kept for the next buffer of the class, because fresh memory costs a
 * driver call and the first touch of every page; at most a quarter of the device's memory is kept idle.
 *
 * <p>One in-order queue uses the pool, so a block may be handed out again while kernels on its former content are still
 * waiting: they run first.
 */
final class ClPool {
    private static final long SMALLEST = 256;

    private final cl_context context;
    private final long largest;
    private final long limit;
    private final Map<Long, Queue<cl_mem>> idle = new HashMap<>();
    private final Set<cl_mem> used = new HashSet<>();
    private long usedBytes;
    private long idleBytes;

    ClPool(cl_context context, long largest, long limit) {
        this.context = context;
        this.largest = largest;
        this.limit = limit;
    }

    /** Powers of two, and above 4 KiB three steps between them: at most a quarter is wasted. */
    static long sizeClass(long bytes) {
        if (bytes <= SMALLEST) {
            return SMALLEST;
        }
        long power = Long.highestOneBit(bytes - 1);
        long step = bytes <= 4096 ? 2 * power : power / 4;
        return (bytes + step - 1) / step * step;
    }

    synchronized cl_mem take(long bytes) {
        long size = bytes > largest ? bytes : Math.min(sizeClass(bytes), largest);
        Queue<cl_mem> blocks = idle.get(size);
        cl_mem block = blocks == null ? null : blocks.poll();
        if (block != null) {
            idleBytes -= size;
        } else {
            block = allocate(size, bytes);
        }
        usedBytes += size;
        used.add(block);
        return block;
    }

    /** The block of {@code take(bytes)} comes back. */
    synchronized void give(cl_mem block, long bytes) {
        if (!used.remove(block)) {
            return;
        }
        long size = Math.min(sizeClass(bytes), largest);
        usedBytes -= size;
        if (idleBytes + size > limit / 4) {
            Cl.check(CL.clReleaseMemObject(block), "freeing a buffer");
            return;
        }
        idle.computeIfAbsent(size, _ -> new ArrayDeque<>()).add(block);
        idleBytes += size;
    }

    private cl_mem allocate(long size, long asked) {
        if (size > largest || size > limit) {
            throw new DeviceException(
                    "a buffer of " + asked + " bytes is more than the device can give: one buffer may have "
                            + Math.min(largest, limit) + ". Use smaller batches.");
        }
        if (usedBytes + idleBytes + size > limit) {
            trim();
        }
        if (usedBytes + size > limit) {
            throw new DeviceException("a buffer of " + asked + " bytes does not fit: " + usedBytes + " of " + limit
                    + " bytes of device memory are in use. Use smaller batches.");
        }
        int[] status = new int[1];
        cl_mem block = create(size, status);
        if (status[0] != CL.CL_SUCCESS) {
            trim();
            block = create(size, status);
        }
        Cl.check(status[0], "allocating " + asked + " bytes");
        return block;
    }

    private cl_mem create(long size, int[] status) {
        return CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, size, (Pointer) null, status);
    }

    /** Gives idle blocks back to the driver, which waits for the kernels that still use them. */
    private void trim() {
        idle.values().forEach(blocks -> blocks.forEach(CL::clReleaseMemObject));
        idle.clear();
        idleBytes = 0;
    }

    /** Frees everything, in use or not. */
    synchronized void close() {
        trim();
        used.forEach(CL::clReleaseMemObject);
        used.clear();
        usedBytes = 0;
    }
}
