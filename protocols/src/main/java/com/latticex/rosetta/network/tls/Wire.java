package com.latticex.rosetta.network.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Numbers of the wire format, see the package documentation. */
final class Wire {
    /** "Rs". */
    static final int MAGIC = 0x5273;

    static final int VERSION = 2;
    static final int HEADER = 16;
    static final int TYPE_AT = 3;
    static final int SEQUENCE_AT = 4;
    /** Bytes of a DATA body before the operation's name: name length, invocation, step, round, message length. */
    static final int DATA_HEAD = 2 + 8 + 4 + 4 + 4;
    /** Bytes of a HEARTBEAT body: frames received, and 1 or 0. */
    static final int HEARTBEAT = 8 + 1;
    /** Bytes of a BYE body: the transcript's checksum. */
    static final int BYE = 8;

    static final int MAX_NAME = 512;
    static final int MAX_CHUNK = 256 << 10;
    static final int MAX_ABORT_TEXT = 4 << 10;

    private Wire() {}

    /** A heap buffer with the header of a frame, to which exactly {@code length} bytes are to be added. The sequence number comes later. */
    static ByteBuf frame(ByteBufAllocator allocator, FrameType type, int length) {
        return allocator
                .heapBuffer(HEADER + length, HEADER + length)
                .writeShort(MAGIC)
                .writeByte(VERSION)
                .writeByte(type.code)
                .writeLong(0)
                .writeInt(length);
    }

    /** A frame with this body. */
    static ByteBuf frame(ByteBufAllocator allocator, FrameType type, byte[] body) {
        return frame(allocator, type, body.length).writeBytes(body);
    }
}
