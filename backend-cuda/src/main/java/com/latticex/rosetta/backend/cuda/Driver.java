package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuInit;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.error.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;

/** The installed driver: what is asked once, before a device is opened. */
final class Driver {
    /** CUDA 12.0, as the driver counts versions. */
    private static final int OLDEST = 12_000;

    /** The oldest devices with the tensor-core instruction of the kernels: 8.0, Ampere. */
    private static final int OLDEST_CAPABILITY = 80;

    private Driver() {}

    private static boolean loaded;

    /** The usable devices, or why there is none. Never throws. */
    static Availability probe() {
        try {
            return load().<Availability>map(missing -> missing).orElseGet(Driver::probeLoaded);
        } catch (DeviceException e) {
            return new Unavailable(e.getMessage() + ".", "Check the driver with nvidia-smi, or use another device.");
        }
    }

    /** Loads JCuda once; looks again after a failure. */
    private static synchronized Optional<Unavailable> load() {
        if (!loaded) {
            Optional<Unavailable> problem = CudaLibrary.problem(CudaLibrary.NAME);
            if (problem.isPresent()) {
                return problem;
            }
            JCudaNatives.load("JCudaDriver", "jcuda.driver.JCudaDriver");
            loaded = true;
        }
        return Optional.empty();
    }

    private static Availability probeLoaded() {
        int[] answer = new int[1];
        CudaError.check(cuDriverGetVersion(answer), "asking for the driver's version");
        int version = answer[0];
        if (version < OLDEST) {
            return new Unavailable(
                    "the NVIDIA driver supports CUDA " + readable(version) + ", the kernels need " + readable(OLDEST)
                            + ".",
                    "Update the NVIDIA driver.");
        }
        int code = cuInit(0);
        if (code != CUresult.CUDA_ERROR_NO_DEVICE) {
            CudaError.check(code, "initialising the driver");
            CudaError.check(cuDeviceGetCount(answer), "counting the devices");
        } else {
            answer[0] = 0;
        }
        List<DeviceInfo> devices = new ArrayList<>();
        int found = answer[0];
        for (int i = 0; i < found; i++) {
            if (capability(device(i)) >= OLDEST_CAPABILITY) {
                devices.add(info(i, version));
            }
        }
        if (!devices.isEmpty()) {
            return new Available(devices);
        }
        return found == 0
                ? new Unavailable(
                        "the NVIDIA driver finds no GPU.",
                        "Check nvidia-smi and the variable CUDA_VISIBLE_DEVICES, or in a container pass the GPU through.")
                : new Unavailable("no GPU has compute capability 8.0 (Ampere) or newer.", "Use another device.");
    }

    static CUdevice device(int index) {
        CUdevice device = new CUdevice();
        CudaError.check(cuDeviceGet(device, index), "looking for device cuda:" + index);
        return device;
    }

    static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        CudaError.check(cuDeviceGetAttribute(value, attribute, device), "asking for a property of the device");
        return value[0];
    }

    private static int capability(CUdevice device) {
        return 10 * attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    private static DeviceInfo info(int index, int version) {
        CUdevice device = device(index);
        byte[] name = new byte[256];
        CudaError.check(cuDeviceGetName(name, name.length, device), "asking for the name of the device");
        long[] memory = new long[1];
        CudaError.check(cuDeviceTotalMem(memory, device), "asking for the memory of the device");
        int capability = capability(device);
        return new DeviceInfo(
                CudaProvider.NAME,
                index,
                new String(name, StandardCharsets.UTF_8).replace("\0", "").strip(),
                "compute capability " + capability / 10 + "." + capability % 10 + ", driver for CUDA "
                        + readable(version),
                memory[0]);
    }

    private static String readable(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
