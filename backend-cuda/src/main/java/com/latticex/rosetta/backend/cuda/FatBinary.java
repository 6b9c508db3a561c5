package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Properties;

/**
 * The embedded kernels: machine code for sm_80 and sm_90, PTX for later devices, and the manifest that
 * {@code src/main/cuda/build.sh} wrote with them.
 */
final class FatBinary {
    private static final String IMAGE = "rosetta.fatbin";
    private static final String MANIFEST = "rosetta.properties";

    private static final short PTX = 1;

    private final byte[] image;
    private final String sources;
    private final String compiler;

    private FatBinary(byte[] image, String sources, String compiler) {
        this.image = image;
        this.sources = sources;
        this.compiler = compiler;
    }

    /** For the driver; not a copy. */
    byte[] image() {
        return image;
    }

    /**
     * The part every device and driver can compile, as the text that the driver takes alone: for a driver that refuses the
     * machine code of a newer compiler.
     */
    byte[] ptx() {
        ByteBuffer all = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        // A header of 16 bytes, then entries: kind (1 is PTX) and version in 16 bits each, header bytes, content bytes.
        int at = all.getShort(6);
        while (at < image.length) {
            int content = at + all.getInt(at + 4);
            int next = content + Math.toIntExact(all.getLong(at + 8));
            if (all.getShort(at) == PTX) {
                return Arrays.copyOf(Arrays.copyOfRange(image, content, next), next - content + 1);
            }
            at = next;
        }
        throw new DeviceException("the embedded CUDA kernels contain no PTX: rebuild them with mvn -Pnvcc");
    }

    /** SHA-256 of the sources it was compiled from. */
    String sources() {
        return sources;
    }

    /** The version of nvcc. */
    String compiler() {
        return compiler;
    }

    /** @throws DeviceException if the image is not the one of the manifest */
    static FatBinary load() {
        byte[] image = read(IMAGE);
        Properties manifest = new Properties();
        try (InputStream in = FatBinary.class.getResourceAsStream(MANIFEST)) {
            if (in != null) {
                manifest.load(in);
            }
        } catch (IOException e) {
            throw new DeviceException("the manifest of the CUDA kernels cannot be read", e);
        }
        if (!JCudaNatives.sha256(image).equals(manifest.getProperty("sha256"))) {
            throw new DeviceException("the embedded CUDA kernels are not those of their manifest: the jar is damaged");
        }
        return new FatBinary(image, manifest.getProperty("sources", ""), manifest.getProperty("compiler", ""));
    }

    private static byte[] read(String name) {
        try (InputStream in = FatBinary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new DeviceException("the embedded CUDA kernels are missing: rebuild them with mvn -Pnvcc");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DeviceException("the embedded CUDA kernels cannot be read", e);
        }
    }
}
