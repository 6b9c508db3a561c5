package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/**
 * One device opened, with the programs built for it. Queues share it, and it stays open as long as the process: opening a
 * device and building programs cost far more than a queue, and some drivers do not give back all memory they took for it.
 */
public final class ClContext {
    private static final Map<ClDevice, ClContext> OPEN = new HashMap<>();

    private final ClDevice device;
    private final cl_context handle;
    private final Map<String, ClImage> images = new HashMap<>();

    private ClContext(ClDevice device, cl_context handle) {
        this.device = device;
        this.handle = handle;
    }

    public static synchronized ClContext of(ClDevice device) {
        return OPEN.computeIfAbsent(device, ClContext::open);
    }

    private static ClContext open(ClDevice device) {
        device.problem().ifPresent(problem -> {
            throw new DeviceException("the device cannot be used: " + problem + ".");
        });
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        int[] status = new int[1];
        cl_context handle = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, status);
        Cl.check(status[0], "opening " + device.name());
        return new ClContext(device, handle);
    }

    public ClDevice device() {
        return device;
    }

    cl_context handle() {
        return handle;
    }

    /** The program of that key, built when it is first asked for. */
    public synchronized ClImage image(String key, Supplier<ClImage> build) {
        return images.computeIfAbsent(key, _ -> build.get());
    }
}
