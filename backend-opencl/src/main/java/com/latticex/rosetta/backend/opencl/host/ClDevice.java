package com.latticex.rosetta.backend.opencl.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * One OpenCL device as its driver describes it.
 *
 * @param type bits of {@code CL_DEVICE_TYPE_*}
 * @param memory bytes the device has
 * @param largest bytes one buffer can have
 * @param units compute units
 * @param unified the device computes on host memory
 * @param compiler the driver compiles source
 * @param wide the device has 64-bit integers
 * @param little the device is little-endian
 */
public record ClDevice(
        cl_platform_id platform,
        cl_device_id id,
        String platformName,
        String platformVersion,
        String name,
        String vendor,
        String version,
        String driver,
        long type,
        long memory,
        long largest,
        int units,
        boolean unified,
        boolean compiler,
        boolean wide,
        boolean little) {

    private static List<ClDevice> known = List.of();

    /**
     * All devices of all platforms, in the drivers' order. Only after {@link OpenCl#problem()} was empty. Looked for one
     * thread at a time and remembered: PoCL asked by two threads at once tells one of them that it has no device.
     */
    public static synchronized List<ClDevice> all() {
        if (known.isEmpty()) {
            known = find();
        }
        return known;
    }

    private static List<ClDevice> find() {
        int[] count = new int[1];
        // The loader answers CL_PLATFORM_NOT_FOUND_KHR where no driver is installed.
        if (CL.clGetPlatformIDs(0, null, count) != CL.CL_SUCCESS || count[0] == 0) {
            return List.of();
        }
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        Cl.check(CL.clGetPlatformIDs(platforms.length, platforms, null), "listing the platforms");
        List<ClDevice> devices = new ArrayList<>();
        for (cl_platform_id platform : platforms) {
            addDevices(platform, devices);
        }
        return List.copyOf(devices);
    }

    private static void addDevices(cl_platform_id platform, List<ClDevice> devices) {
        int[] count = new int[1];
        if (CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count) != CL.CL_SUCCESS || count[0] == 0) {
            return;
        }
        cl_device_id[] ids = new cl_device_id[count[0]];
        Cl.check(CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null), "listing the devices");
        for (cl_device_id id : ids) {
            devices.add(describe(platform, id));
        }
    }

    private static ClDevice describe(cl_platform_id platform, cl_device_id id) {
        String profile = text(id, CL.CL_DEVICE_PROFILE);
        return new ClDevice(
                platform,
                id,
                platformText(platform, CL.CL_PLATFORM_NAME),
                platformText(platform, CL.CL_PLATFORM_VERSION),
                text(id, CL.CL_DEVICE_NAME),
                text(id, CL.CL_DEVICE_VENDOR),
                text(id, CL.CL_DEVICE_VERSION),
                text(id, CL.CL_DRIVER_VERSION),
                number(id, CL.CL_DEVICE_TYPE),
                number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                (int) number(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                unified(id),
                number(id, CL.CL_DEVICE_COMPILER_AVAILABLE) != 0,
                // Only the embedded profile may lack 64-bit integers (OpenCL 1.2, section 10).
                profile.equals("FULL_PROFILE")
                        || text(id, CL.CL_DEVICE_EXTENSIONS).contains("cles_khr_int64"),
                number(id, CL.CL_DEVICE_ENDIAN_LITTLE) != 0);
    }

    /** Deprecated since OpenCL 2.0 without a replacement; drivers of every version answer it. */
    @SuppressWarnings("deprecation")
    private static boolean unified(cl_device_id id) {
        return number(id, CL.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0;
    }

    public boolean isGpu() {
        return (type & CL.CL_DEVICE_TYPE_GPU) != 0;
    }

    public boolean isCpu() {
        return (type & CL.CL_DEVICE_TYPE_CPU) != 0;
    }

    public boolean isAccelerator() {
        return (type & CL.CL_DEVICE_TYPE_ACCELERATOR) != 0;
    }

    /** Why the ring's kernels cannot run on this device whatever the program; empty when they can. */
    public Optional<String> problem() {
        if (!wide) {
            return Optional.of(name + " has no 64-bit integers");
        }
        if (!little) {
            return Optional.of(name + " is big-endian");
        }
        return Optional.empty();
    }

    /** Kind, platform, version and driver in one line. */
    public String detail() {
        String kind = isGpu() ? "GPU" : isCpu() ? "CPU" : isAccelerator() ? "accelerator" : "device";
        return String.format(
                Locale.ROOT, "%s, %d units, %s, %s, driver %s", kind, units, platformName, version, driver);
    }

    private static String platformText(cl_platform_id platform, int parameter) {
        long[] size = new long[1];
        Cl.check(CL.clGetPlatformInfo(platform, parameter, 0, null, size), "asking a platform");
        byte[] bytes = new byte[Math.toIntExact(size[0])];
        Cl.check(CL.clGetPlatformInfo(platform, parameter, bytes.length, Pointer.to(bytes), null), "asking a platform");
        return clean(bytes);
    }

    private static String text(cl_device_id id, int parameter) {
        long[] size = new long[1];
        Cl.check(CL.clGetDeviceInfo(id, parameter, 0, null, size), "asking a device");
        byte[] bytes = new byte[Math.toIntExact(size[0])];
        Cl.check(CL.clGetDeviceInfo(id, parameter, bytes.length, Pointer.to(bytes), null), "asking a device");
        return clean(bytes);
    }

    /** Drivers end their strings with a zero byte and like to pad them with blanks. */
    private static String clean(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    }

    /** A number of any width: little-endian hosts only, which all supported ones are. */
    private static long number(cl_device_id id, int parameter) {
        long[] value = new long[1];
        Cl.check(CL.clGetDeviceInfo(id, parameter, Long.BYTES, Pointer.to(value), null), "asking a device");
        return value[0];
    }
}
