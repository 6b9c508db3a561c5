package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way to a peer: numbered, and kept until the peer has confirmed them, so that after a break the very same bytes go again
 * over the next connection. On the event loop.
 */
final class Outbound {
    /** Most bytes of messages that wait for the peer's confirmation. */
    static final int WINDOW = 16 << 20;
    /** What a frame takes in memory besides its bytes, roughly. */
    static final int OVERHEAD = 128;

    private record Kept(ByteBuf frame, int charged) {}

    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Transcript transcript = new Transcript();
    private final IntConsumer onConfirmed;
    private @Nullable Channel connection;
    private long first;
    private long next;
    private boolean wrote;
    private boolean closed;

    /** @param onConfirmed takes what a frame was charged when the peer has it */
    Outbound(IntConsumer onConfirmed) {
        this.onConfirmed = onConfirmed;
    }

    /** Takes a frame: it leaves now, or with the next connection. */
    void send(ByteBuf frame, int charged) {
        if (closed) {
            frame.release();
            return;
        }
        frame.setLong(frame.readerIndex() + Wire.SEQUENCE_AT, next++);
        int told = isSeed(frame) ? Wire.HEADER : frame.readableBytes();
        transcript.add(frame.nioBuffer(frame.readerIndex(), told));
        transcript.endFrame();
        kept.add(new Kept(frame, charged));
        Channel open = connection;
        if (open != null) {
            wrote = true;
            var _ = open.writeAndFlush(frame.retainedDuplicate());
        }
    }

    /** From now on frames leave over this connection, beginning with all that the peer has not received. */
    void resume(Channel open, long received) {
        confirm(received);
        connection = open;
        kept.forEach(k -> {
            var _ = open.write(k.frame.retainedDuplicate());
        });
        wrote = true;
        var _ = open.flush();
    }

    /** The connection is gone. */
    void pause() {
        connection = null;
    }

    /** The peer has received this many frames in all. */
    void confirm(long received) {
        if (received < first || received > next) {
            throw new ProtocolException("a confirmation of " + received + " frames, where " + first + " to " + next
                    + " can have been received");
        }
        for (; first < received; first++) {
            Kept confirmed = kept.remove();
            forget(confirmed.frame);
            onConfirmed.accept(confirmed.charged);
        }
    }

    /** Of all that was sent. */
    Transcript transcript() {
        return transcript;
    }

    /** How many frames the peer is known to have received. */
    long confirmed() {
        return first;
    }

    /** Whether nothing has been sent since the last call. */
    boolean idle() {
        boolean idle = !wrote;
        wrote = false;
        return idle;
    }

    /** Frees what is kept, for good. */
    void close() {
        closed = true;
        connection = null;
        kept.forEach(k -> forget(k.frame));
        kept.clear();
    }

    /** A seed contribution must not stay in pooled memory. */
    private static void forget(ByteBuf frame) {
        if (isSeed(frame)) {
            frame.setZero(frame.readerIndex() + Wire.HEADER, Greeting.CONTRIBUTION);
        }
        frame.release();
    }

    private static boolean isSeed(ByteBuf frame) {
        return frame.getByte(frame.readerIndex() + Wire.TYPE_AT) == FrameType.SEED.code;
    }
}
