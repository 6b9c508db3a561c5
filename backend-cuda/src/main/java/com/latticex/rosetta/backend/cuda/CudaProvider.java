package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.error.DeviceException;

/** NVIDIA GPUs of compute capability 8.0 (Ampere) or newer. */
public final class CudaProvider implements BackendProvider {
    static final String NAME = "cuda";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return 30;
    }

    @Override
    public Availability probe() {
        return Driver.probe();
    }

    @Override
    public RingBackend open(int index) {
        return switch (probe()) {
            case Unavailable missing ->
                throw new DeviceException(
                        "device cuda:" + index + " cannot be opened: " + missing.reason() + " " + missing.remedy());
            case Available found -> new CudaBackend(device(found, index), GemmPolicy.configured());
        };
    }

    private static DeviceInfo device(Available found, int index) {
        return found.devices().stream()
                .filter(d -> d.index() == index)
                .findFirst()
                .orElseThrow(() ->
                        new DeviceException("device cuda:" + index + " does not exist or is too old; there are "
                                + found.devices().stream()
                                        .map(d -> "cuda:" + d.index() + " (" + d.name() + ")")
                                        .toList()));
    }
}
