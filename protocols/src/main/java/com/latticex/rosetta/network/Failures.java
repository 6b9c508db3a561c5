package com.latticex.rosetta.network;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;

/** One failure ends many waits. For meshes. */
public final class Failures {
    private Failures() {}

    /** A fresh exception with this thread's stack and the message of the failure that ended the session. */
    public static RosettaException again(RosettaException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof ProtocolException
                ? new ProtocolException(message, failure)
                : new PeerException(message, failure);
    }
}
