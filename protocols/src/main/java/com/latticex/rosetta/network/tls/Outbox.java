package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.Failures;
import com.latticex.rosetta.network.Message;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.network.WaitClock;
import com.latticex.rosetta.party.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a link: one message at a time, in chunks, with a bounded number of bytes that the peer has not confirmed. A sender
 * blocks while the peer does not read, or while the connection is being restored.
 */
final class Outbox {
    /** Takes frames for the peer. */
    interface Exit {
        /** @param charged what is to be {@link #confirmed} once the peer has the frame */
        void send(ByteBuf frame, int charged);
    }

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final Role peer;
    private final MeshSettings settings;
    private final WaitClock clock;
    private final Exit exit;
    private final Consumer<RosettaException> onBroken;
    private final ReentrantLock turn = new ReentrantLock();
    private final Semaphore window = new Semaphore(Outbound.WINDOW);
    private final AtomicReference<@Nullable RosettaException> stopped = new AtomicReference<>();

    /** @param onBroken told when a message could be sent in part only: the link is of no use any more */
    Outbox(Role peer, MeshSettings settings, WaitClock clock, Exit exit, Consumer<RosettaException> onBroken) {
        this.peer = peer;
        this.settings = settings;
        this.clock = clock;
        this.exit = exit;
        this.onBroken = onBroken;
    }

    /** The peer has what was charged so much. */
    void confirmed(int charged) {
        window.release(charged);
    }

    /** Ends the wait of every sender, now and later; the first call counts. */
    void stop(RosettaException cause) {
        if (stopped.compareAndSet(null, cause)) {
            window.release(Integer.MAX_VALUE / 2);
        }
    }

    /** Returns the number of payload bytes. */
    long send(Tag tag, int round, List<MemorySegment> parts) {
        long length = Message.length(parts);
        byte[] name = tag.operation().getBytes(StandardCharsets.UTF_8);
        if (length > settings.maxMessageBytes()) {
            throw new ProtocolException(
                    tag + " to " + peer + " has " + length + " bytes; the longest allowed message has "
                            + settings.maxMessageBytes() + ": raise the limit or use smaller batches");
        }
        if (name.length < 1 || name.length > Wire.MAX_NAME) {
            throw new ProtocolException("the name of operation " + tag + " has " + name.length
                    + " bytes in UTF-8; 1 to " + Wire.MAX_NAME + " are allowed");
        }
        long deadline = clock.now() + settings.receiveTimeout().toNanos();
        try {
            wait(tag, deadline, nanos -> turn.tryLock(nanos, TimeUnit.NANOSECONDS));
            try {
                transmit(tag, round, parts, (int) length, name, deadline);
            } finally {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted while sending " + tag + " to " + peer, e);
        }
        return length;
    }

    private void transmit(Tag tag, int round, List<MemorySegment> parts, int length, byte[] name, long deadline)
            throws InterruptedException {
        PartsReader reader = new PartsReader(parts);
        int head = Wire.DATA_HEAD + name.length;
        int chunk = Math.min(length, Wire.MAX_CHUNK - head);
        int charged = reserve(tag, Wire.HEADER + head + chunk, deadline);
        ByteBuf data = Wire.frame(ALLOCATOR, FrameType.DATA, head + chunk)
                .writeShort(name.length)
                .writeLong(tag.invocation())
                .writeInt(tag.step())
                .writeInt(round)
                .writeInt(length)
                .writeBytes(name);
        reader.appendTo(data, chunk);
        exit.send(data, charged);
        int sent = chunk;
        try {
            while (sent < length) {
                chunk = Math.min(length - sent, Wire.MAX_CHUNK);
                charged = reserve(tag, Wire.HEADER + chunk, deadline);
                ByteBuf more = Wire.frame(ALLOCATOR, FrameType.MORE, chunk);
                reader.appendTo(more, chunk);
                exit.send(more, charged);
                sent += chunk;
            }
        } finally {
            if (sent < length) {
                onBroken.accept(new PeerException(tag + " could be sent to " + peer + " in part only: " + sent + " of "
                        + length + " bytes within "
                        + settings.receiveTimeout().toMillis() + " ms; see what " + peer
                        + " is doing, or raise the time-out"));
            }
        }
    }

    private int reserve(Tag tag, int size, long deadline) throws InterruptedException {
        alive();
        int charged = size + Outbound.OVERHEAD;
        wait(tag, deadline, nanos -> window.tryAcquire(charged, nanos, TimeUnit.NANOSECONDS));
        alive();
        return charged;
    }

    private interface Wait {
        boolean forNanos(long nanos) throws InterruptedException;
    }

    /** Waits as long as the clock says, which stands still while the connection is being restored. */
    private void wait(Tag tag, long deadline, Wait wait) throws InterruptedException {
        while (true) {
            long left = Math.max(0, deadline - clock.now());
            if (wait.forNanos(clock.sleep(left))) {
                return;
            }
            if (deadline - clock.now() <= 0) {
                throw new PeerException(peer + " takes no data: " + tag + " has waited "
                        + settings.receiveTimeout().toMillis()
                        + " ms to be sent; see what " + peer + " is doing, or raise the time-out");
            }
        }
    }

    private void alive() {
        RosettaException cause = stopped.get();
        if (cause != null) {
            throw Failures.again(cause);
        }
    }
}
