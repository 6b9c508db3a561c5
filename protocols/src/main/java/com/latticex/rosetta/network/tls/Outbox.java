package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.Failures;
import com.latticex.rosetta.network.Message;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.party.Role;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a connection: one message at a time, in chunks, with at most {@value #WINDOW} bytes between the sender and the
 * socket. A sender blocks while the peer does not read.
 */
final class Outbox {
    private static final int WINDOW = 4 * Wire.MAX_CHUNK;

    private final Role peer;
    private final Duration timeout;
    private final int maxMessageBytes;
    private final Consumer<RosettaException> onBroken;
    private final ReentrantLock turn = new ReentrantLock();
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile @Nullable Channel channel;
    private final AtomicReference<@Nullable RosettaException> stopped = new AtomicReference<>();

    /** @param onBroken told when a message could be sent in part only: the connection is of no use any more */
    Outbox(Role peer, Duration timeout, int maxMessageBytes, Consumer<RosettaException> onBroken) {
        this.onBroken = onBroken;
        this.peer = peer;
        this.timeout = timeout;
        this.maxMessageBytes = maxMessageBytes;
    }

    void attach(Channel connection) {
        channel = connection;
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
        if (length > maxMessageBytes) {
            throw new ProtocolException(
                    tag + " to " + peer + " has " + length + " bytes; the longest allowed message has "
                            + maxMessageBytes + ": raise the limit or use smaller batches");
        }
        if (name.length < 1 || name.length > Wire.MAX_NAME) {
            throw new ProtocolException("the name of operation " + tag + " has " + name.length
                    + " bytes in UTF-8; 1 to " + Wire.MAX_NAME + " are allowed");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!turn.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw takesNothing(tag);
            }
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
        Channel connection = alive();
        PartsReader reader = new PartsReader(parts);
        int head = Wire.DATA_HEAD + name.length;
        int chunk = Math.min(length, Wire.MAX_CHUNK - head);
        reserve(tag, Wire.HEADER + head + chunk, deadline);
        ByteBuf data = Wire.frame(connection.alloc(), FrameType.DATA, head + chunk)
                .writeShort(name.length)
                .writeLong(tag.invocation())
                .writeInt(tag.step())
                .writeInt(round)
                .writeInt(length)
                .writeBytes(name);
        reader.appendTo(data, chunk);
        transmit(connection, data);
        int sent = chunk;
        try {
            while (sent < length) {
                chunk = Math.min(length - sent, Wire.MAX_CHUNK);
                reserve(tag, Wire.HEADER + chunk, deadline);
                ByteBuf more = Wire.frame(connection.alloc(), FrameType.MORE, chunk);
                reader.appendTo(more, chunk);
                transmit(connection, more);
                sent += chunk;
            }
        } finally {
            if (sent < length) {
                onBroken.accept(new PeerException(tag + " could be sent to " + peer + " in part only: " + sent + " of "
                        + length + " bytes within " + timeout.toMillis() + " ms; see what " + peer
                        + " is doing, or raise the time-out"));
            }
        }
    }

    private void transmit(Channel connection, ByteBuf frame) {
        int size = frame.readableBytes();
        connection.writeAndFlush(frame).addListener(done -> window.release(size));
    }

    private void reserve(Tag tag, int size, long deadline) throws InterruptedException {
        if (!window.tryAcquire(size, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            throw takesNothing(tag);
        }
        alive();
    }

    private Channel alive() {
        RosettaException cause = stopped.get();
        if (cause != null) {
            throw Failures.again(cause);
        }
        Channel connection = channel;
        if (connection == null) {
            throw new IllegalStateException("not connected with " + peer);
        }
        return connection;
    }

    private PeerException takesNothing(Tag tag) {
        return new PeerException(peer + " takes no data: " + tag + " has waited " + timeout.toMillis()
                + " ms to be sent; see what " + peer + " is doing, or raise the time-out");
    }
}
