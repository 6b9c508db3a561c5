package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.DriverLibrary;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.error.DeviceException;

/** Says why there is no OpenCL to compute on: no driver, or a driver that this version has no kernels for. */
public final class OpenClProvider implements BackendProvider {
    static final String NAME = "opencl";

    private final String driver;

    public OpenClProvider() {
        this("libOpenCL.so.1");
    }

    /** @param driver the shared library that OpenCL drivers install */
    OpenClProvider(String driver) {
        this.driver = driver;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public Availability probe() {
        return missing();
    }

    @Override
    public RingBackend open(int index) {
        Unavailable missing = missing();
        throw new DeviceException(
                "device " + NAME + ":" + index + " is not available: " + missing.reason() + " " + missing.remedy());
    }

    private Unavailable missing() {
        return DriverLibrary.isInstalled(driver)
                ? new Unavailable("this version has no OpenCL kernels yet.", "Use -Drosetta.device=cpu.")
                : new Unavailable(
                        "no OpenCL loader is installed (" + driver + " is not found).",
                        "Install the device's OpenCL driver (on Debian: ocl-icd-libopencl1 and pocl-opencl-icd for the processor), or use -Drosetta.device=cpu.");
    }
}
