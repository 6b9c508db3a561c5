package com.latticex.rosetta.error;

import org.jspecify.annotations.Nullable;

/** The file system did not take a result or a checkpoint: full, read-only, or gone. What stood there before still does. */
public final class StorageException extends RosettaException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        this(message, null);
    }

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
