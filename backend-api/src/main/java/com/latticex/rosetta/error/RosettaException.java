package com.latticex.rosetta.error;

import org.jspecify.annotations.Nullable;

/**
 * Base of every error Rosetta raises on purpose.
 *
 * <p>The message says what failed, where (operation, step, party) and what to do. It never contains a share, a seed, a
 * key or a private value: shapes, names and sizes only.
 */
public abstract sealed class RosettaException extends RuntimeException
        permits DeviceException, PeerException, ProtocolException, ConfigurationException, StorageException {
    private static final long serialVersionUID = 1L;

    RosettaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
