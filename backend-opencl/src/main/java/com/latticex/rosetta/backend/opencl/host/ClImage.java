package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** A built program in a context: compiled from source, or the driver's own binary. */
public final class ClImage {
    private final String name;
    private final cl_program program;

    private ClImage(String name, cl_program program) {
        this.name = name;
        this.program = program;
    }

    /** Compiles source, or takes the result of an earlier compilation from the cache. */
    public static ClImage fromSource(ClContext context, String name, String source, String options) {
        ProgramCache cache = ProgramCache.of(context.device(), source, options);
        byte[] cached = cache.read();
        if (cached != null) {
            try {
                return fromBinary(context, name, cached, options);
            } catch (DeviceException _) {
                // The driver has changed in a way its version does not tell: compile again.
                cache.remove();
            }
        }
        ClImage image = compile(context, name, source, options);
        cache.write(image.binary());
        return image;
    }

    /** Compiles source, whatever the cache holds. */
    public static ClImage compile(ClContext context, String name, String source, String options) {
        if (!context.device().compiler()) {
            throw new DeviceException(context.device().name() + " has no compiler: it takes finished bitstreams only.");
        }
        int[] status = new int[1];
        cl_program program = CL.clCreateProgramWithSource(context.handle(), 1, new String[] {source}, null, status);
        Cl.check(status[0], "taking the source of " + name);
        build(context, name, program, options);
        return new ClImage(name, program);
    }

    /** A program its driver made before. Whoever calls this has checked where the bytes come from: drivers trust them. */
    public static ClImage fromBinary(ClContext context, String name, byte[] binary, String options) {
        int[] status = new int[1];
        int[] accepted = new int[1];
        cl_program program = CL.clCreateProgramWithBinary(
                context.handle(),
                1,
                new cl_device_id[] {context.device().id()},
                new long[] {binary.length},
                new byte[][] {binary},
                accepted,
                status);
        Cl.check(status[0], "loading the binary of " + name);
        Cl.check(accepted[0], "loading the binary of " + name);
        build(context, name, program, options);
        return new ClImage(name, program);
    }

    private static void build(ClContext context, String name, cl_program program, String options) {
        cl_device_id id = context.device().id();
        int status = CL.clBuildProgram(program, 1, new cl_device_id[] {id}, options, null, null);
        if (status != CL.CL_SUCCESS) {
            String log = log(program, id);
            CL.clReleaseProgram(program);
            throw new DeviceException(context.device().name() + " cannot build the kernels '" + name + "' ("
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

    String name() {
        return name;
    }

    cl_program handle() {
        return program;
    }
}
