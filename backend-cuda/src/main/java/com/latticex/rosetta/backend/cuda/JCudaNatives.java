package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Loads JCuda's native libraries from a private copy.
 *
 * <p>JCuda on its own unpacks them to fixed names in the shared temporary folder and loads whatever already lies there, so
 * that anyone with an account on the machine could run code in this process. Here each library is copied to a new
 * folder that only this user can enter, under the expected hash; JCuda finds it there and copies nothing. The files are
 * removed as soon as they are loaded.
 */
final class JCudaNatives {
    private static final String VERSION = "12.6.0";

    /** SHA-256 of the libraries in jcuda-natives 12.6.0, linux-x86_64. */
    private static final Map<String, String> HASHES = Map.of(
            "JCudaDriver", "fdc3b4b4fca4f0fab54ff12c0b4d6ad1c5e8d55015b4950834c705e5db301255",
            "JNvPTXCompiler", "6bce6925256b2456ab9521372a3a6ae76438488d0394dd467e32f3c0a32efa18");

    private JCudaNatives() {}

    /**
     * Initialises a JCuda class and with it its native library.
     *
     * @param library {@code JCudaDriver} or {@code JNvPTXCompiler}
     * @param className the class whose initialiser loads it
     * @throws DeviceException if the library is missing from the class path, altered, or refused by the system
     */
    static synchronized void load(String library, String className) {
        String file = "lib" + library + "-" + VERSION + "-linux-x86_64.so";
        String expected = HASHES.get(library);
        if (expected == null) {
            throw new IllegalArgumentException("no hash is known of " + library);
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory(
                    "rosetta-cuda", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            unpack("/lib/" + file, folder.resolve(file), expected);
            initialise(className, folder);
        } catch (IOException e) {
            throw new DeviceException(
                    "JCuda's library " + file + " cannot be unpacked to the temporary folder: make room or set"
                            + " -Djava.io.tmpdir",
                    e);
        } finally {
            remove(folder, file);
        }
    }

    /** Copies a resource whose content must have the given hash; the target must not exist. */
    static void unpack(String resource, Path target, String sha256) throws IOException {
        try (InputStream in = JCudaNatives.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new DeviceException("JCuda's library " + resource
                        + " is not on the class path: add jcuda-natives " + VERSION + " with classifier linux-x86_64");
            }
            byte[] content = in.readAllBytes();
            if (!sha256(content).equals(sha256)) {
                throw new DeviceException("JCuda's library " + resource + " is not the one of release " + VERSION
                        + ": it was altered or belongs to another version");
            }
            Files.write(target, content, java.nio.file.StandardOpenOption.CREATE_NEW);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }

    /** JCuda reads java.io.tmpdir when it loads; the property has its old value again on return. */
    private static void initialise(String className, Path folder) {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.toString());
        try {
            Class.forName(className, true, JCudaNatives.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new DeviceException(
                    "JCuda cannot be loaded: its native library needs " + CudaLibrary.NAME
                            + ", libstdc++ and a temporary folder that is not mounted noexec (set -Djava.io.tmpdir)",
                    e);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    private static void remove(@org.jspecify.annotations.Nullable Path folder, String file) {
        if (folder != null) {
            try {
                Files.deleteIfExists(folder.resolve(file));
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                System.getLogger(JCudaNatives.class.getName())
                        .log(System.Logger.Level.WARNING, "cannot remove " + folder, e);
            }
        }
    }
}
