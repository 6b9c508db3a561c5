package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/** The kernels of a program on one queue. Freed with the queue. */
public final class ClProgram {
    private final ClQueue queue;
    private final String name;
    private final cl_program program;
    private final Map<String, cl_kernel> kernels = new HashMap<>();

    public ClProgram(ClQueue queue, ClImage image) {
        this.queue = queue;
        this.name = image.name();
        this.program = image.handle();
        queue.register(this);
    }

    /** Whether the program has a kernel of that name. */
    public boolean has(String kernel) {
        queue.lock().lock();
        try {
            return find(kernel) != null;
        } finally {
            queue.lock().unlock();
        }
    }

    /** Begins a launch. */
    public ClLaunch call(String kernel) {
        queue.lock().lock();
        try {
            queue.checkOpen();
            cl_kernel found = find(kernel);
            if (found == null) {
                throw new DeviceException("'" + name + "' has no kernel " + kernel
                        + ". It was built for another version of Rosetta: build it again from this version's kernels.");
            }
            return new ClLaunch(queue, kernel, found);
        } finally {
            queue.lock().unlock();
        }
    }

    private @Nullable cl_kernel find(String kernel) {
        cl_kernel known = kernels.get(kernel);
        if (known != null) {
            return known;
        }
        int[] status = new int[1];
        cl_kernel created = CL.clCreateKernel(program, kernel, status);
        if (status[0] == CL.CL_INVALID_KERNEL_NAME) {
            return null;
        }
        Cl.check(status[0], "finding the kernel " + kernel);
        kernels.put(kernel, created);
        return created;
    }

    void release() {
        kernels.values().forEach(CL::clReleaseKernel);
        kernels.clear();
    }
}
