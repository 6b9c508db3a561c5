package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * JOCL's native half, put where only this user can write.
 *
 * <p>Left alone, JOCL unpacks it to a fixed name in {@code java.io.tmpdir} and loads whatever already lies there. So it is
 * unpacked here first, its hash compared with the one of the released jar, and JOCL is pointed at that folder while its
 * class is initialised.
 */
final class JoclNative {
    private static final String NAME = "JOCL_2_0_6-";
    private static final String TEMPORARY = "java.io.tmpdir";

    /** SHA-256 of the natives in org.jocl:jocl:2.0.6, by JOCL's own name of the platform. */
    private static final Map<String, String> RELEASED = Map.of(
            "linux-x86_64", "3c1e47b563872984e1c9ac527a2e9e7b6aed4e31be0af708d852728af56c3ad5",
            "linux-arm64", "841f10b3524448d3881e1969efb7194903ae94a5eb163fea02b8529064285dbc");

    private JoclNative() {}

    /** Runs JOCL's initialiser with its native library taken from a private folder. */
    static void load(Runnable initialiser) {
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        String file = "lib" + NAME + platform + ".so";
        String expected = Objects.requireNonNull(RELEASED.get(platform));
        Path folder = PrivateFolder.cacheOrTemporary("natives");
        refuseOnLibraryPath(file, expected);
        unpack(folder, file, expected);
        synchronized (JoclNative.class) {
            String before = System.getProperty(TEMPORARY);
            System.setProperty(TEMPORARY, folder.toString());
            try {
                initialiser.run();
            } finally {
                System.setProperty(TEMPORARY, before);
            }
        }
    }

    static String platform(String system, String architecture) {
        String arch = switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> architecture;
        };
        String platform = (system.startsWith("Linux") ? "linux" : system) + "-" + arch;
        if (!RELEASED.containsKey(platform)) {
            throw new DeviceException("JOCL has no native library for " + platform + " that this build has verified");
        }
        return platform;
    }

    /** Writes the native library unless a good copy is there; what does not have the released hash is never kept. */
    static void unpack(Path folder, String file, String expected) {
        Path target = folder.resolve(file);
        try {
            if (Files.isRegularFile(target)
                    && Digest.sha256(Files.readAllBytes(target)).equals(expected)) {
                return;
            }
            byte[] content = resource("/lib/" + file);
            if (!Digest.sha256(content).equals(expected)) {
                throw new DeviceException("the native library " + file
                        + " on the class path is not the one JOCL released: check where the jar came from");
            }
            PrivateFolder.write(target, content);
        } catch (IOException e) {
            throw new DeviceException("cannot unpack JOCL's native library to " + folder, e);
        }
    }

    /** JOCL asks {@code java.library.path} before its own copy, so an altered library there must stop us. */
    private static void refuseOnLibraryPath(String file, String expected) {
        for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            Path found = Path.of(folder.isEmpty() ? "." : folder, file);
            try {
                if (Files.exists(found)
                        && !Digest.sha256(Files.readAllBytes(found)).equals(expected)) {
                    throw new DeviceException(
                            found + " in java.library.path is not JOCL's released native library: remove it");
                }
            } catch (IOException e) {
                throw new DeviceException("cannot read " + found + " in java.library.path", e);
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = org.jocl.Sizeof.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("JOCL's jar holds no " + name);
            }
            return in.readAllBytes();
        }
    }
}
