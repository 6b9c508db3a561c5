package com.latticex.rosetta.backend.cpu;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.error.DeviceException;
import java.util.List;

/** The processor: always there, chosen by {@code auto} when no accelerator is. */
public final class CpuProvider implements BackendProvider {
    static final String NAME = "cpu";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Availability probe() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return new Availability.Unavailable(
                    "the Java Vector API is switched off.", "Start Java with --add-modules jdk.incubator.vector.");
        }
        return new Availability.Available(List.of(device()));
    }

    @Override
    public RingBackend open(int index) {
        if (index != 0) {
            throw new DeviceException("device cpu:" + index + " does not exist: there is only cpu:0.");
        }
        if (probe() instanceof Availability.Unavailable missing) {
            throw new DeviceException("device cpu is not available: " + missing.reason() + " " + missing.remedy());
        }
        return new CpuBackend(device(), MemoryPool.defaultLimit());
    }

    private static DeviceInfo device() {
        return new DeviceInfo(NAME, 0, Processor.model(), Processor.detail(), MemoryPool.defaultLimit());
    }
}
