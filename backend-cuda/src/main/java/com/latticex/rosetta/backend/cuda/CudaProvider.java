package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.DriverLibrary;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.error.DeviceException;

/** Says why there is no CUDA to compute on: no driver, or a driver that this version has no kernels for. */
public final class CudaProvider implements BackendProvider {
    static final String NAME = "cuda";

    private final String driver;

    public CudaProvider() {
        this("libcuda.so.1");
    }

    /** @param driver the shared library that CUDA drivers install */
    CudaProvider(String driver) {
        this.driver = driver;
    }

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
                ? new Unavailable("this version has no CUDA kernels yet.", "Use -Drosetta.device=cpu.")
                : new Unavailable(
                        "no NVIDIA driver is installed (" + driver + " is not found).",
                        "Install NVIDIA's driver, or use -Drosetta.device=cpu.");
    }
}
