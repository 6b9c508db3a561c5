package com.latticex.rosetta.backend.cpu;

import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap, 64-byte aligned, kept for reuse: touching fresh memory costs three times a kernel's work.
 *
 * <p>Sizes are rounded up to one of four classes an octave. Small blocks are cut from slabs that stay until the pool
 * closes; large ones are mapped singly and unmapped when the limit is near. Kernels run between {@link #enter} and
 * {@link #exit}; unmapping waits until none runs, so that a buffer or backend closed too early by another thread is an exception and
 * never a wild access.
 */
final class MemoryPool implements AutoCloseable {
    private static final int MIN_SHIFT = 6;
    private static final int CLASSES = 64 * 8;
    private static final long ALIGNMENT = 64;
    private static final long SLAB = 1L << 20;
    private static final long LARGEST_SMALL = SLAB / 16;

    private final long limit;
    private final StampedLock mapping = new StampedLock();
    private final List<Deque<Extent>> free = new ArrayList<>();
    private final Set<Arena> arenas = new LinkedHashSet<>();
    private long slabNext;
    private long slabLeft;
    private long mapped;
    private long open;
    private volatile boolean closed;

    /** Raw memory; {@code arena} is its own where it is a large one. */
    private record Extent(
            long address, long bytes, @Nullable Arena arena) {}

    /** An extent in use, and whether its owner has closed it. */
    static final class Block {
        private final MemoryPool pool;
        private final Extent extent;
        private volatile boolean open = true;

        private Block(MemoryPool pool, Extent extent) {
            this.pool = pool;
            this.extent = extent;
        }

        /** The address, checked to be this pool's and open. Valid until the kernel exits. */
        long address(MemoryPool user) {
            if (pool != user) {
                throw new DeviceException("this buffer belongs to another backend; copy it by way of the host");
            }
            checkOpen();
            return extent.address;
        }

        void checkOpen() {
            if (!open || pool.closed) {
                throw new DeviceException("this buffer has been closed");
            }
        }

        void close() {
            pool.release(this);
        }
    }

    MemoryPool(long limit) {
        this.limit = limit;
        for (int i = 0; i < CLASSES; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /** What Java allows outside the heap by default: as much as the largest heap. */
    static long defaultLimit() {
        return Runtime.getRuntime().maxMemory();
    }

    /** Kernels run between enter and exit. A kernel allocates before it enters. */
    long enter() {
        return mapping.readLock();
    }

    void exit(long stamp) {
        mapping.unlockRead(stamp);
    }

    synchronized long open() {
        return closed ? 0 : open;
    }

    /** A block of at least {@code bytes} bytes, content undefined. */
    synchronized Block allocate(long bytes) {
        checkPoolOpen();
        if (bytes > limit) {
            throw exhausted(bytes, null);
        }
        int shift = shift(bytes);
        long units = units(bytes, shift);
        Extent reused = free.get(index(shift, units)).pollFirst();
        Extent extent = reused != null ? reused : fresh(units << shift);
        open++;
        return new Block(this, extent);
    }

    /** A block on memory that belongs to somebody else. */
    synchronized Block wrap(long address) {
        checkPoolOpen();
        open++;
        return new Block(this, new Extent(address, 0, null));
    }

    private synchronized void release(Block block) {
        if (!block.open) {
            return;
        }
        block.open = false;
        open--;
        Extent extent = block.extent;
        if (!closed && extent.bytes > 0) {
            int shift = shift(extent.bytes);
            free.get(index(shift, units(extent.bytes, shift))).addFirst(extent);
        }
    }

    private Extent fresh(long bytes) {
        if (bytes <= LARGEST_SMALL) {
            if (slabLeft < bytes) {
                slabNext = map(SLAB).address;
                slabLeft = SLAB;
            }
            Extent extent = new Extent(slabNext, bytes, null);
            slabNext += bytes;
            slabLeft -= bytes;
            return extent;
        }
        return map(bytes);
    }

    private Extent map(long bytes) {
        if (mapped + bytes > limit) {
            trim();
        }
        if (mapped + bytes > limit) {
            throw exhausted(bytes, null);
        }
        Arena arena = Arena.ofShared();
        try {
            long address = arena.allocate(bytes, ALIGNMENT).address();
            mapped += bytes;
            arenas.add(arena);
            return new Extent(address, bytes, arena);
        } catch (OutOfMemoryError e) {
            arena.close();
            throw exhausted(bytes, e);
        }
    }

    /** Unmaps every large block that nobody uses. */
    private void trim() {
        long stamp = mapping.writeLock();
        try {
            for (Deque<Extent> list : free) {
                list.removeIf(this::unmap);
            }
        } finally {
            mapping.unlockWrite(stamp);
        }
    }

    private boolean unmap(Extent extent) {
        if (extent.arena == null) {
            return false;
        }
        extent.arena.close();
        arenas.remove(extent.arena);
        mapped -= extent.bytes;
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        long stamp = mapping.writeLock();
        try {
            free.forEach(Deque::clear);
            arenas.forEach(Arena::close);
            arenas.clear();
            mapped = 0;
        } finally {
            mapping.unlockWrite(stamp);
        }
    }

    private void checkPoolOpen() {
        if (closed) {
            throw new DeviceException("this backend has been closed");
        }
    }

    private DeviceException exhausted(long bytes, @Nullable Throwable cause) {
        return new DeviceException(
                "device cpu cannot give " + bytes + " bytes: " + (mapped >> 20) + " of " + (limit >> 20)
                        + " MiB are mapped. Use a smaller batch, or start Java with a larger -Xmx"
                        + " (and -XX:MaxDirectMemorySize if it is set).",
                cause);
    }

    /** Blocks are whole numbers, at most 8, of 2^shift bytes. */
    private static int shift(long bytes) {
        return Math.max(MIN_SHIFT, 61 - Long.numberOfLeadingZeros(Math.max(bytes, 2) - 1));
    }

    private static long units(long bytes, int shift) {
        return Math.max(1, (bytes + (1L << shift) - 1) >> shift);
    }

    private static int index(int shift, long units) {
        return shift * 8 + (int) units - 1;
    }
}
