package com.latticex.rosetta.error;

import org.jspecify.annotations.Nullable;

/** A job, a graph, a data file or a setting is wrong; nothing private has been computed. */
public final class ConfigurationException extends RosettaException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        this(message, null);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
