package com.latticex.rosetta.error;

import org.jspecify.annotations.Nullable;

/** A compute device is missing, refused a request or failed. */
public final class DeviceException extends RosettaException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        this(message, null);
    }

    public DeviceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
