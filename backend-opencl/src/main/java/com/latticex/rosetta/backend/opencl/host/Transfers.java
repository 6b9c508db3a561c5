package com.latticex.rosetta.backend.opencl.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/**
 * Copies between host and device.
 *
 * <p>Small pieces, heap arrays and memory that a board's DMA cannot reach (not aligned to a page) go through two staging
 * buffers: while one is transferred the other is filled. An upload through them returns before the device has the data.
 * Everything else is copied straight from or to the caller's memory, in pieces, since a Java buffer ends at 2 GiB.
 */
final class Transfers implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int STAGE = 1 << 20;
    private static final long PIECE = 1L << 30;

    private final ClQueue queue;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment[] stages = {arena.allocate(STAGE, PAGE), arena.allocate(STAGE, PAGE)};
    private final cl_event[] busy = new cl_event[2];

    Transfers(ClQueue queue) {
        this.queue = queue;
    }

    /** Where a native segment begins. The garbage collector may move heap arrays, so they have no pointer. */
    static Pointer pointer(MemorySegment host) {
        ByteBuffer start =
                host.asSlice(0, Math.min(host.byteSize(), Integer.MAX_VALUE)).asByteBuffer();
        return Pointer.to(start);
    }

    void upload(MemorySegment host, cl_mem memory, long at) {
        if (host.byteSize() == 0) {
            return;
        }
        queue.lock().lock();
        try {
            queue.checkOpen();
            if (host.byteSize() <= STAGE || !isDirect(host)) {
                uploadStaged(host, memory, at);
            } else {
                for (long from = 0; from < host.byteSize(); from += PIECE) {
                    MemorySegment piece = host.asSlice(from, Math.min(PIECE, host.byteSize() - from));
                    cl_event done = new cl_event();
                    Cl.check(write(memory, at + from, piece, done), "an upload");
                    awaitNow(done, "an upload");
                }
            }
        } finally {
            queue.lock().unlock();
        }
    }

    private void uploadStaged(MemorySegment host, cl_mem memory, long at) {
        int turn = 0;
        for (long from = 0; from < host.byteSize(); from += STAGE, turn ^= 1) {
            long length = Math.min(STAGE, host.byteSize() - from);
            await(turn);
            MemorySegment piece = stages[turn].asSlice(0, length);
            piece.copyFrom(host.asSlice(from, length));
            busy[turn] = new cl_event();
            int status = write(memory, at + from, piece, busy[turn]);
            if (status != CL.CL_SUCCESS) {
                busy[turn] = null;
            }
            Cl.check(status, "an upload");
            Cl.check(CL.clFlush(queue.handle()), "starting the device");
        }
    }

    void download(cl_mem memory, long at, MemorySegment host) {
        if (host.byteSize() == 0) {
            return;
        }
        if (isDirect(host)) {
            for (long from = 0; from < host.byteSize(); from += PIECE) {
                downloadPiece(memory, at + from, host.asSlice(from, Math.min(PIECE, host.byteSize() - from)));
            }
            return;
        }
        queue.lock().lock();
        try {
            queue.checkOpen();
            downloadStaged(memory, at, host);
        } finally {
            queue.lock().unlock();
        }
    }

    /** Other threads may go on queueing while this one waits. */
    private void downloadPiece(cl_mem memory, long at, MemorySegment piece) {
        cl_event done = new cl_event();
        queue.enqueue("a download", () -> read(memory, at, piece, done));
        queue.await(done, "a download");
    }

    private void downloadStaged(cl_mem memory, long at, MemorySegment host) {
        long pieces = (host.byteSize() + STAGE - 1) / STAGE;
        for (long i = 0; i <= pieces; i++) {
            int turn = (int) (i & 1);
            if (i < pieces) {
                await(turn);
                busy[turn] = new cl_event();
                int status = read(memory, at + i * STAGE, stages[turn].asSlice(0, length(host, i)), busy[turn]);
                if (status != CL.CL_SUCCESS) {
                    busy[turn] = null;
                }
                Cl.check(status, "a download");
                Cl.check(CL.clFlush(queue.handle()), "starting the device");
            }
            if (i > 0) {
                await(turn ^ 1);
                long length = length(host, i - 1);
                host.asSlice((i - 1) * STAGE, length).copyFrom(stages[turn ^ 1].asSlice(0, length));
            }
        }
    }

    private static long length(MemorySegment host, long piece) {
        return Math.min(STAGE, host.byteSize() - piece * STAGE);
    }

    /** Makes what kernels wrote into wrapped host memory visible to the host. */
    void settle(cl_mem shared, long bytes) {
        queue.lock().lock();
        try {
            queue.checkOpen();
            // Mapping a piece makes all of it visible where memory is unified; a Java buffer cannot hold more than 2
            // GiB.
            for (long from = 0; from < bytes; from += PIECE) {
                int[] status = new int[1];
                cl_event done = new cl_event();
                long length = Math.min(PIECE, bytes - from);
                ByteBuffer mapped = CL.clEnqueueMapBuffer(
                        queue.handle(), shared, false, CL.CL_MAP_READ, from, length, 0, null, done, status);
                Cl.check(status[0], "reading wrapped memory");
                awaitNow(done, "reading wrapped memory");
                Cl.check(
                        CL.clEnqueueUnmapMemObject(queue.handle(), shared, mapped, 0, null, null),
                        "reading wrapped memory");
            }
            queue.awaitAll();
        } finally {
            queue.lock().unlock();
        }
    }

    private boolean isDirect(MemorySegment host) {
        return host.isNative() && (!queue.device().isAccelerator() || host.address() % PAGE == 0);
    }

    private int write(cl_mem memory, long at, MemorySegment from, cl_event done) {
        return CL.clEnqueueWriteBuffer(
                queue.handle(), memory, false, at, from.byteSize(), pointer(from), 0, null, done);
    }

    private int read(cl_mem memory, long at, MemorySegment to, cl_event done) {
        return CL.clEnqueueReadBuffer(queue.handle(), memory, false, at, to.byteSize(), pointer(to), 0, null, done);
    }

    private void await(int turn) {
        cl_event event = busy[turn];
        if (event != null) {
            busy[turn] = null;
            queue.await(event, "a transfer");
        }
    }

    private void awaitNow(cl_event event, String what) {
        Cl.check(CL.clFlush(queue.handle()), "starting the device");
        queue.await(event, what);
    }

    @Override
    public void close() {
        await(0);
        await(1);
        arena.close();
    }
}
