package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/** One device opened. Several queues may share it; it stays open until it and all its queues are closed. */
public final class ClContext implements AutoCloseable {
    private final ClDevice device;
    private final cl_context handle;

    private ClContext(ClDevice device, cl_context handle) {
        this.device = device;
        this.handle = handle;
    }

    public static ClContext open(ClDevice device) {
        device.problem().ifPresent(problem -> {
            throw new DeviceException("the device cannot be used: " + problem + ".");
        });
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        int[] status = new int[1];
        cl_context handle =
                CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, status);
        Cl.check(status[0], "opening " + device.name());
        return new ClContext(device, handle);
    }

    public ClDevice device() {
        return device;
    }

    cl_context handle() {
        return handle;
    }

    @Override
    public void close() {
        CL.clReleaseContext(handle);
    }
}
