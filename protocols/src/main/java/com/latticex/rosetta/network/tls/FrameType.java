package com.latticex.rosetta.network.tls;

import org.jspecify.annotations.Nullable;

/** Kinds of frames, their codes and the lengths their bodies may have. */
enum FrameType {
    /** Role and agreement. */
    HELLO(1, true, 3, 64 << 10),
    /** The sender's contribution to the seed of the pair. */
    SEED(2, true, Greeting.CONTRIBUTION, Greeting.CONTRIBUTION),
    /** The sender has seeds with both others. */
    READY(3, true, 0, 0),
    /** A message's tag, round and length, and its first bytes. */
    DATA(4, true, Wire.DATA_HEAD, Wire.MAX_CHUNK),
    /** The next bytes of the message begun. */
    MORE(5, true, 1, Wire.MAX_CHUNK),
    /** Shows that the sender lives, what it has received, and whether it waits for the third party's connection. */
    HEARTBEAT(6, false, Wire.HEARTBEAT, Wire.HEARTBEAT),
    /** The session has failed: at whom, and why. */
    ABORT(7, false, 1, 1 + Wire.MAX_ABORT_TEXT),
    /** The sender has finished and sends nothing more; checksum of all it has sent before. */
    BYE(8, true, Wire.BYE, Wire.BYE),
    /** Answer to BYE: all before it has arrived. */
    SEEN(9, true, 0, 0),
    /** First frame of a connection that takes the place of a broken one. */
    RESUME(10, false, Resumption.BYTES, Resumption.BYTES);

    private static final FrameType[] BY_CODE = values();

    final int code;
    /** Whether it is numbered, kept until it is confirmed, and sent again after a break. */
    final boolean numbered;

    final int minLength;
    final int maxLength;

    FrameType(int code, boolean numbered, int minLength, int maxLength) {
        this.code = code;
        this.numbered = numbered;
        this.minLength = minLength;
        this.maxLength = maxLength;
    }

    /** Null for a code of no type. */
    static @Nullable FrameType of(int code) {
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }
}
