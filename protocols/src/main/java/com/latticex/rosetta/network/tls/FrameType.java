package com.latticex.rosetta.network.tls;

import org.jspecify.annotations.Nullable;

/** Kinds of frames, their codes and the lengths their bodies may have. */
enum FrameType {
    /** Role and agreement. */
    HELLO(1, 3, 64 << 10),
    /** The sender's contribution to the seed of the pair. */
    SEED(2, Greeting.CONTRIBUTION, Greeting.CONTRIBUTION),
    /** The sender has seeds with both others. */
    READY(3, 0, 0),
    /** A message's tag, round and length, and its first bytes. */
    DATA(4, Wire.DATA_HEAD, Wire.MAX_CHUNK),
    /** The next bytes of the message begun. */
    MORE(5, 1, Wire.MAX_CHUNK),
    /** Nothing; shows that the sender lives. */
    HEARTBEAT(6, 0, 0),
    /** The session has failed: at whom, and why. */
    ABORT(7, 1, 1 + Wire.MAX_ABORT_TEXT),
    /** The sender has finished and sends nothing more. */
    BYE(8, 0, 0),
    /** Answer to BYE: all before it has arrived. */
    SEEN(9, 0, 0);

    private static final FrameType[] BY_CODE = values();

    final int code;
    final int minLength;
    final int maxLength;

    FrameType(int code, int minLength, int maxLength) {
        this.code = code;
        this.minLength = minLength;
        this.maxLength = maxLength;
    }

    /** Null for a code of no type. */
    static @Nullable FrameType of(int code) {
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }
}
