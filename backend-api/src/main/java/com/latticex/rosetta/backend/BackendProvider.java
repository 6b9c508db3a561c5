package com.latticex.rosetta.backend;

/** One kind of device. Found by {@link java.util.ServiceLoader}; has a public constructor without arguments. */
public interface BackendProvider {
    /** The name that {@code -Drosetta.device} selects: {@code cpu}, {@code opencl}, {@code fpga}, {@code cuda}. */
    String name();

    /** Preference of {@code auto}: the available provider with the highest rank is chosen. */
    int rank();

    /** Looks for devices. Never throws and never leaves a device open. */
    Availability probe();

    /**
     * Opens one in-order queue on a device.
     *
     * @throws com.latticex.rosetta.error.DeviceException if the index is unknown or the device cannot be opened
     */
    RingBackend open(int index);
}
