package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/** Compiled kernels on one queue's device. Freed with the queue. */
public final class ClProgram {
    private final ClQueue queue;
    private final String name;
    private final cl_program program;
    private final Map<String, cl_kernel> kernels = new HashMap<>();

    private ClProgram(ClQueue queue, String name, cl_program program) {
        this.queue = queue;
        this.name = name;
        this.program = program;
        queue.register(this);
    }

    /** Compiles source, or takes the result of an earlier compilation from the cache. */
    public static ClProgram fromSource(ClQueue queue, String name, String source, String options) {
        ProgramCache cache = ProgramCache.of(queue.device(), source, options);
        queue.lock().lock();
        try {
            queue.checkOpen();
            byte[] cached = cache.read();
            if (cached != null) {
                try {
                    return fromBinary(queue, name, cached, options);
                } catch (DeviceException _) {
                    // The driver has changed in a way its version does not tell: compile again.
                    cache.remove();
                }
            }
            ClProgram program = compile(queue, name, source, options);
            cache.write(program.binary());
            return program;
        } finally {
            queue.lock().unlock();
        }
    }

    private static ClProgram compile(ClQueue queue, String name, String source, String options) {
        if (!queue.device().compiler()) {
            throw new DeviceException(queue.device().name() + " has no compiler: it takes finished bitstreams only.");
        }
        int[] status = new int[1];
        cl_program program = CL.clCreateProgramWithSource(queue.context(), 1, new String[] {source}, null, status);
        Cl.check(status[0], "taking the source of " + name);
        build(queue, name, program, options);
        return new ClProgram(queue, name, program);
    }

    /** A program its driver made before. Whoever calls this has checked where the bytes come from: drivers trust them. */
    public static ClProgram fromBinary(ClQueue queue, String name, byte[] binary, String options) {
        int[] status = new int[1];
        int[] accepted = new int[1];
        cl_program program = CL.clCreateProgramWithBinary(
                queue.context(),
                1,
                new cl_device_id[] {queue.device().id()},
                new long[] {binary.length},
                new byte[][] {binary},
                accepted,
                status);
        Cl.check(status[0], "loading the binary of " + name);
        Cl.check(accepted[0], "loading the binary of " + name);
        build(queue, name, program, options);
        return new ClProgram(queue, name, program);
    }

    private static void build(ClQueue queue, String name, cl_program program, String options) {
        cl_device_id id = queue.device().id();
        int status = CL.clBuildProgram(program, 1, new cl_device_id[] {id}, options, null, null);
        if (status != CL.CL_SUCCESS) {
            String log = log(program, id);
            CL.clReleaseProgram(program);
            throw new DeviceException(queue.device().name() + " cannot build the kernels '" + name + "' ("
                    + CL.stringFor_errorCode(status) + "). " + log);
        }
    }

    private static String log(cl_program program, cl_device_id id) {
        long[] size = new long[1];
        if (CL.clGetProgramBuildInfo(program, id, CL.CL_PROGRAM_BUILD_LOG, 0, null, size) != CL.CL_SUCCESS) {
            return "";
        }
        byte[] bytes = new byte[Math.toIntExact(size[0])];
        CL.clGetProgramBuildInfo(program, id, CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
        return new String(bytes, StandardCharsets.UTF_8)
                .replace('\0', ' ')
                .lines()
                .filter(line -> line.contains("error"))
                .limit(5)
                .collect(Collectors.joining(" | "));
    }

    /** The driver's own form of the program, which {@link #fromBinary} takes. */
    public byte[] binary() {
        long[] size = new long[1];
        Cl.check(
                CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Long.BYTES, Pointer.to(size), null),
                "asking for the binary of " + name);
        byte[] binary = new byte[Math.toIntExact(size[0])];
        Cl.check(
                CL.clGetProgramInfo(
                        program, CL.CL_PROGRAM_BINARIES, org.jocl.Sizeof.POINTER, Pointer.to(Pointer.to(binary)), null),
                "asking for the binary of " + name);
        return binary;
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

    private @org.jspecify.annotations.Nullable cl_kernel find(String kernel) {
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
        CL.clReleaseProgram(program);
    }
}
