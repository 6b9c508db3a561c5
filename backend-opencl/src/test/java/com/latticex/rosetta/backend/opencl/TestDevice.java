package com.latticex.rosetta.backend.opencl;

import static org.junit.jupiter.api.Assertions.fail;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.opencl.host.ClContext;
import com.latticex.rosetta.backend.opencl.host.ClDevice;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import org.junit.jupiter.api.Assumptions;

/** The device under test. Where there is none the test is skipped and says why, unless {@code -Drosetta.require} names it. */
final class TestDevice {
    private TestDevice() {}

    static void require() {
        if (new OpenClProvider().probe() instanceof Unavailable missing) {
            String reason = "no device opencl: " + missing.reason() + " " + missing.remedy();
            if (Backends.required().contains(OpenClProvider.NAME)) {
                fail(reason);
            }
            System.err.println("SKIPPED, " + reason);
            Assumptions.abort(reason);
        }
    }

    static RingBackend open() {
        require();
        return new OpenClProvider().open(0);
    }

    /** The same device driven by kernels cut for a GPU, so that they are tested where no GPU is. */
    static RingBackend openLikeGpu() {
        require();
        ClDevice device = ClDevice.all().getFirst();
        KernelShape shape = KernelShape.gpu(device.units());
        return OpenClBackend.open(new ClQueue(ClContext.of(device)), OpenClProvider.info(0, device), shape);
    }
}
