package com.latticex.rosetta.error;

import org.jspecify.annotations.Nullable;

/** Another party could not be reached, went away, timed out or aborted; the message carries the root cause. */
public final class PeerException extends RosettaException {
    private static final long serialVersionUID = 1L;

    public PeerException(String message) {
        this(message, null);
    }

    public PeerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
