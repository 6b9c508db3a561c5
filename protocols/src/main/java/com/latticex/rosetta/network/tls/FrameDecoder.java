package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.network.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bytes to {@link Frame}s. Every length is checked before memory is taken for it; payload is copied once, straight to its place. After
 * the first malformed byte nothing more is decoded.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    private final int maxMessageBytes;
    private Inbound inbound = new Inbound();
    private boolean malformed;

    FrameDecoder(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** What has come so far. */
    Inbound inbound() {
        return inbound;
    }

    /** Goes on where another connection has ended. */
    void goOn(Inbound before) {
        inbound = before;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (malformed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (inbound.insideChunk()) {
                fill(in, out);
            } else if (in.readableBytes() >= Wire.HEADER) {
                frame(in, out);
            }
        } catch (ProtocolException e) {
            malformed = true;
            inbound.drop();
            throw e;
        }
    }

    private void frame(ByteBuf in, List<Object> out) {
        int at = in.readerIndex();
        if (in.getUnsignedShort(at) != Wire.MAGIC) {
            throw new ProtocolException("something that is not a frame (no magic number)");
        }
        int version = in.getUnsignedByte(at + 2);
        if (version != Wire.VERSION) {
            throw new ProtocolException("frames of version " + version + ", this party speaks version " + Wire.VERSION
                    + ": use the same version of Rosetta everywhere");
        }
        int code = in.getUnsignedByte(at + Wire.TYPE_AT);
        FrameType type = FrameType.of(code);
        if (type == null) {
            throw new ProtocolException("a frame of unknown type " + code);
        }
        long sequence = in.getLong(at + Wire.SEQUENCE_AT);
        long expected = type.numbered ? inbound.received() : 0;
        if (sequence != expected) {
            throw new ProtocolException("frame number " + sequence + " instead of " + expected);
        }
        long length = in.getUnsignedInt(at + 12);
        if (length < type.minLength || length > type.maxLength) {
            throw new ProtocolException("a " + type + " frame of " + length + " bytes, outside " + type.minLength
                    + " to " + type.maxLength);
        }
        int n = (int) length;
        if (type == FrameType.DATA) {
            begin(in, at + Wire.HEADER, n, out);
        } else if (type == FrameType.MORE) {
            inbound.more(n);
            take(in, Wire.HEADER);
            fill(in, out);
        } else if (in.readableBytes() >= Wire.HEADER + n) {
            if (type.numbered) {
                int told = type == FrameType.SEED ? 0 : n;
                inbound.transcript().add(in.nioBuffer(at, Wire.HEADER + told));
                inbound.endFrame();
            }
            in.skipBytes(Wire.HEADER);
            byte[] body = new byte[n];
            in.readBytes(body);
            if (type == FrameType.SEED) {
                in.setZero(in.readerIndex() - n, n);
            }
            out.add(new Frame.Control(type, body));
        }
    }

    /** A DATA frame of {@code length} bytes, whose body starts at {@code at}. */
    private void begin(ByteBuf in, int at, int length, List<Object> out) {
        if (inbound.insideMessage()) {
            throw new ProtocolException("a new message inside another");
        }
        int available = in.readableBytes() - Wire.HEADER;
        if (available < Wire.DATA_HEAD) {
            return;
        }
        int name = in.getUnsignedShort(at);
        long invocation = in.getLong(at + 2);
        int step = in.getInt(at + 10);
        int round = in.getInt(at + 14);
        long total = in.getUnsignedInt(at + 18);
        int head = Wire.DATA_HEAD + name;
        if (name < 1 || name > Wire.MAX_NAME || head > length) {
            throw new ProtocolException("an operation name of " + name + " bytes");
        }
        if (invocation < 0 || step < 0 || round < 0) {
            throw new ProtocolException("a negative invocation, step or round");
        }
        if (total > maxMessageBytes) {
            throw new ProtocolException("a message of " + total + " bytes; the longest allowed here has "
                    + maxMessageBytes + " bytes: raise the limit or use smaller batches");
        }
        if (available < head) {
            return;
        }
        Tag tag = new Tag(name(in, at + Wire.DATA_HEAD, name), invocation, step);
        inbound.begin(tag, round, (int) total, length - head);
        take(in, Wire.HEADER + head);
        fill(in, out);
    }

    private void take(ByteBuf in, int length) {
        inbound.transcript().add(in.nioBuffer(in.readerIndex(), length));
        in.skipBytes(length);
    }

    private void fill(ByteBuf in, List<Object> out) {
        Frame.Data whole = inbound.fill(in);
        if (whole != null) {
            out.add(whole);
        }
    }

    private static String name(ByteBuf in, int at, int length) {
        byte[] utf8 = new byte[length];
        in.getBytes(at, utf8);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("an operation name that is not UTF-8", e);
        }
    }
}
