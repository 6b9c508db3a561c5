package com.latticex.rosetta.error;

import org.jspecify.annotations.Nullable;

/** Something a peer sent breaks the protocol: a wrong tag, length, version or setting. */
public final class ProtocolException extends RosettaException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        this(message, null);
    }

    public ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
