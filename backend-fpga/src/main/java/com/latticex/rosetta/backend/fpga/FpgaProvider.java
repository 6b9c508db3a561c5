package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.DriverLibrary;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.error.DeviceException;

/** Says why there is no FPGA to compute on: no driver, or a driver that this version has no kernels for. */
public final class FpgaProvider implements BackendProvider {
    static final String NAME = "fpga";

    private final String driver;

    public FpgaProvider() {
        this("libOpenCL.so.1");
    }

    /** @param driver the shared library that FPGA drivers install */
    FpgaProvider(String driver) {
        this.driver = driver;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return 10;
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
                ? new Unavailable("this version has no FPGA kernels yet.", "Use -Drosetta.device=cpu.")
                : new Unavailable(
                        "no OpenCL loader is installed (" + driver + " is not found).",
                        "Install the board's OpenCL runtime, or use -Drosetta.device=cpu.");
    }
}
