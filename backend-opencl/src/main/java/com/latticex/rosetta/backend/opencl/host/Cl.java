package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import org.jocl.CL;

/** Status codes. */
final class Cl {
    private Cl() {}

    static void check(int status, String operation) {
        if (status != CL.CL_SUCCESS) {
            throw failed(status, operation);
        }
    }

    static DeviceException failed(int status, String operation) {
        String name = CL.stringFor_errorCode(status);
        String advice = switch (status) {
            case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_RESOURCES, CL.CL_OUT_OF_HOST_MEMORY ->
                ": the device has no memory left. Use smaller batches or a device with more memory.";
            case CL.CL_DEVICE_NOT_AVAILABLE -> ": the device is in use by another process or has been lost.";
            default -> ".";
        };
        return new DeviceException("OpenCL: " + operation + " failed with " + name + advice);
    }
}
