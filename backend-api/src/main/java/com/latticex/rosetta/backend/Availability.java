package com.latticex.rosetta.backend;

import java.util.List;

/** The answer of {@link BackendProvider#probe()}. */
public sealed interface Availability {
    /** At least one device can be opened. */
    record Available(List<DeviceInfo> devices) implements Availability {
        public Available {
            devices = List.copyOf(devices);
            if (devices.isEmpty()) {
                throw new IllegalArgumentException("an available provider has at least one device");
            }
        }
    }

    /**
     * No device can be opened.
     *
     * @param reason what is missing, one sentence
     * @param remedy what to do about it, one sentence
     */
    record Unavailable(String reason, String remedy) implements Availability {}
}
