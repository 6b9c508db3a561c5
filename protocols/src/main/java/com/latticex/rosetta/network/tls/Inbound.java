package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.network.Message;
import com.latticex.rosetta.network.Tag;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What has come from a peer: how many numbered frames, and the message of which only a part has come. Outlives a connection. On the event
 * loop.
 */
final class Inbound {
    private @Nullable Tag tag;
    private int round;
    private byte[] payload = {};
    private int filled;

    private final Transcript transcript = new Transcript();
    private long before;
    private long received;
    private boolean first;
    private int begun;
    private int chunkLeft;

    private long confirmed;
    private long unconfirmedBytes;

    /** Numbered frames that have come as a whole: the number of the next. */
    long received() {
        return received;
    }

    /** Whether a message has begun and not ended. */
    boolean insideMessage() {
        return tag != null;
    }

    /** Whether a frame of a message has begun and not ended. */
    boolean insideChunk() {
        return chunkLeft > 0;
    }

    /** Of all that has come. */
    Transcript transcript() {
        return transcript;
    }

    /** A numbered frame is whole. */
    void endFrame() {
        received++;
        before = transcript.value();
        transcript.endFrame();
    }

    /** Checksum of all but the last frame. */
    long before() {
        return before;
    }

    /** A DATA frame begins a message of {@code length} bytes, of which it carries {@code chunk}. */
    void begin(Tag name, int clock, int length, int chunk) {
        if (chunk > length) {
            throw tooMany(name);
        }
        tag = name;
        round = clock;
        payload = new byte[length];
        filled = 0;
        first = true;
        begun = 0;
        chunkLeft = chunk;
    }

    /** A MORE frame carries the next {@code chunk} bytes. */
    void more(int chunk) {
        Tag name = tag;
        if (name == null) {
            throw new ProtocolException("the continuation of no message");
        }
        if (chunk > payload.length - filled) {
            throw tooMany(name);
        }
        first = false;
        begun = filled;
        chunkLeft = chunk;
    }

    /** Takes what is there of the frame begun; the message if it is whole with it, else null. */
    Frame.@Nullable Data fill(ByteBuf in) {
        Tag name = tag;
        if (name == null) {
            throw new IllegalStateException("bytes of no message");
        }
        int n = Math.min(in.readableBytes(), chunkLeft);
        in.readBytes(payload, filled, n);
        transcript.add(payload, filled, n);
        filled += n;
        chunkLeft -= n;
        if (chunkLeft > 0) {
            return null;
        }
        endFrame();
        unconfirmedBytes += filled - begun;
        if (filled < payload.length) {
            return null;
        }
        Message message = new Message(payload, round);
        drop();
        return new Frame.Data(name, message);
    }

    /** The connection is gone: the frame that has come in part will come again as a whole. */
    void rollBack() {
        if (chunkLeft > 0) {
            chunkLeft = 0;
            transcript.dropFrame();
            if (first) {
                drop();
            } else {
                filled = begun;
            }
        }
    }

    /** Forgets the message begun. */
    void drop() {
        tag = null;
        payload = new byte[0];
        chunkLeft = 0;
    }

    /** Whether the peer keeps so much for this side's confirmation that it should have one now. */
    boolean owesConfirmation() {
        return unconfirmedBytes >= Outbound.WINDOW / 8
                || received - confirmed >= Outbound.WINDOW / 8 / Outbound.OVERHEAD;
    }

    /** Whether anything has come that the peer was not told of. */
    boolean hasNews() {
        return received != confirmed;
    }

    /** The peer is told how much has come. */
    void confirmed() {
        confirmed = received;
        unconfirmedBytes = 0;
    }

    private static ProtocolException tooMany(Tag tag) {
        return new ProtocolException(
                "more bytes for " + Printable.clean(tag.toString(), Wire.MAX_NAME) + " than announced");
    }
}
