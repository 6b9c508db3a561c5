package com.latticex.rosetta.network;

import com.latticex.rosetta.error.ProtocolException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A message on its way: payload and the sender's round clock. For meshes only; the payload is not copied.
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier between two threads of a mesh; never compared.
public record Message(byte[] payload, int round) {
    /** Bytes of the parts together. */
    public static long length(List<MemorySegment> parts) {
        long length = 0;
        for (MemorySegment part : parts) {
            length += part.byteSize();
        }
        return length;
    }

    /** Copies the parts, of {@link #length} bytes, one after another into a new array. */
    public static byte[] gather(List<MemorySegment> parts, int length) {
        byte[] payload = new byte[length];
        int at = 0;
        for (MemorySegment part : parts) {
            int n = (int) part.byteSize();
            MemorySegment.copy(part, ValueLayout.JAVA_BYTE, 0, payload, at, n);
            at += n;
        }
        return payload;
    }

    /** Copies the payload into the parts, which must have its length together. */
    public void scatter(List<MemorySegment> parts) {
        int at = 0;
        for (MemorySegment part : parts) {
            int n = (int) part.byteSize();
            MemorySegment.copy(payload, at, part, ValueLayout.JAVA_BYTE, 0, n);
            at += n;
        }
    }

    /** Throws a {@link ProtocolException} that names both sides unless the payload has the length the receiver expects. */
    public void checkLength(Link link, Tag tag, long expected) {
        if (payload.length != expected) {
            throw new ProtocolException(link.from() + " sent " + payload.length + " bytes as " + tag + ", but "
                    + link.to() + " expects " + expected + ": the parties disagree about a shape");
        }
    }

    /** The size only: payloads are shares. */
    @Override
    public String toString() {
        return "Message[" + payload.length + " bytes, round " + round + "]";
    }
}
