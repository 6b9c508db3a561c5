package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.network.Message;
import com.latticex.rosetta.network.Tag;

/** What a connection brings. */
sealed interface Frame {
    /** A whole message: a DATA frame and the MORE frames after it. */
    record Data(Tag tag, Message message) implements Frame {}

    /** Any other frame. */
    @SuppressWarnings("ArrayRecordComponent") // A carrier between two handlers; never compared.
    record Control(FrameType type, byte[] body) implements Frame {
        /** The type only: a body may be a seed contribution. */
        @Override
        public String toString() {
            return type.name();
        }
    }
}
