package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One compiled program in the private cache, found by the hash of everything that determines it. The file is a SHA-256
 * followed by the binary: a driver trusts what it is given, and a truncated binary has been seen to end the whole JVM.
 */
final class ProgramCache {
    private static final System.Logger LOG = System.getLogger(ProgramCache.class.getName());
    private static final int HASH = 32;

    private final @Nullable Path file;

    private ProgramCache(@Nullable Path file) {
        this.file = file;
    }

    static ProgramCache of(ClDevice device, String source, String options) {
        String key = String.join(
                "\0",
                source,
                options,
                device.platformName(),
                device.platformVersion(),
                device.name(),
                device.vendor(),
                device.version(),
                device.driver());
        String name = Digest.sha256(key.getBytes(StandardCharsets.UTF_8)) + ".bin";
        try {
            return new ProgramCache(PrivateFolder.cache("opencl").resolve(name));
        } catch (DeviceException e) {
            LOG.log(System.Logger.Level.WARNING, "compiled kernels are not kept: {0}", e.getMessage());
            return new ProgramCache(null);
        }
    }

    /** The binary, or null when there is none or it is not what was written. */
    byte @Nullable [] read() {
        if (file == null) {
            return null;
        }
        try {
            byte[] content = Files.readAllBytes(file);
            if (content.length > HASH) {
                byte[] binary = Arrays.copyOfRange(content, HASH, content.length);
                if (Arrays.equals(Digest.digest(binary), 0, HASH, content, 0, HASH)) {
                    return binary;
                }
            }
            remove();
            return null;
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read compiled kernels: {0}", e.toString());
            return null;
        }
    }

    void write(byte[] binary) {
        if (file == null) {
            return;
        }
        byte[] content = Arrays.copyOf(Digest.digest(binary), HASH + binary.length);
        System.arraycopy(binary, 0, content, HASH, binary.length);
        try {
            PrivateFolder.write(file, content);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot keep compiled kernels: {0}", e.toString());
        }
    }

    void remove() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot remove stale kernels: {0}", e.toString());
            }
        }
    }
}
