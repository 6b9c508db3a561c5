package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.opencl.host.ClContext;
import com.latticex.rosetta.backend.opencl.host.ClDevice;
import com.latticex.rosetta.backend.opencl.host.ClImage;
import com.latticex.rosetta.backend.opencl.host.Digest;
import com.latticex.rosetta.backend.opencl.host.OpenCl;
import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles the FPGA kernels for a processor's OpenCL and writes a "bitstream" and its manifest: the same kernels and the
 * same host code as on a board, for tests and for trying {@code -Drosetta.device=fpga} without one.
 *
 * <p>Such a file fits only the device, processor model and driver that made it.
 */
public final class EmulatedBitstream {
    private static final int TILE = 8;

    private EmulatedBitstream() {}

    /** Run as {@code java ... EmulatedBitstream FILE}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: EmulatedBitstream FILE");
            System.exit(2);
        }
        Path file = Path.of(arguments[0]);
        write(file);
        System.out.println("wrote " + file + " and " + Manifest.pathFor(file));
    }

    /** @throws DeviceException if there is no OpenCL device with a compiler */
    static void write(Path file) throws IOException {
        write(file, source());
    }

    static void write(Path file, String source) throws IOException {
        OpenCl.problem().ifPresent(missing -> {
            throw new DeviceException(
                    "no OpenCL to emulate a board with: " + missing.reason() + " " + missing.remedy());
        });
        List<ClDevice> compilers = ClDevice.all().stream()
                .filter(ClDevice::compiler)
                .filter(d -> d.problem().isEmpty())
                .toList();
        if (compilers.isEmpty()) {
            throw new DeviceException("no OpenCL device has a compiler to emulate a board with. " + OpenCl.REMEDY);
        }
        ClDevice device = compilers.stream().filter(ClDevice::isCpu).findFirst().orElse(compilers.getFirst());
        ClImage image = ClImage.compile(ClContext.of(device), "ring.cl", source, "-cl-std=CL1.2 -w -DTILE=" + TILE);
        byte[] binary = image.binary();
        Files.write(file, binary);
        new Manifest(device.name(), Task.names().collect(Collectors.toSet()), TILE, Long.SIZE, Digest.sha256(binary))
                .write(file);
    }

    static String source() throws IOException {
        try (InputStream in = EmulatedBitstream.class.getResourceAsStream("ring.cl")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks ring.cl");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
