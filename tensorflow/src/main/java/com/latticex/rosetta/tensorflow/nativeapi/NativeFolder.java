package com.latticex.rosetta.tensorflow.nativeapi;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder that TensorFlow's libraries are unpacked to and loaded from: the user's own, closed to others. Whoever could write there
 * could run code in this process.
 */
final class NativeFolder {
    /** JavaCPP's own property; where the user has set it, it stands. */
    static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private NativeFolder() {}

    /** The folder. Takes effect only before TensorFlow is loaded; afterwards it does nothing. */
    static Path use() {
        String set = System.getProperty(PROPERTY);
        if (set != null) {
            return Path.of(set);
        }
        Path folder = prepare(userCache().resolve("rosetta").resolve("native"));
        System.setProperty(PROPERTY, folder.toString());
        return folder;
    }

    /** Creates the folder with access for its owner only, or checks that an existing one is so. */
    static Path prepare(Path folder) {
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                createPrivate(folder);
            }
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.isWritable(folder)
                    || !Files.getOwner(folder).equals(Files.getOwner(ownFile()))) {
                throw unusable(folder, "it is not a folder of this user", null);
            }
            Files.setPosixFilePermissions(folder, PRIVATE);
            return folder;
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable(folder, e.toString(), e);
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // Another process of this user was faster; the checks that follow judge what is there.
        }
    }

    /** Something that certainly belongs to the user of this process. */
    private static Path ownFile() {
        return Path.of("/proc/self");
    }

    private static Path userCache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        return configured != null && Path.of(configured).isAbsolute()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache");
    }

    private static ConfigurationException unusable(
            Path folder, String why, @org.jspecify.annotations.Nullable Throwable e) {
        return new ConfigurationException(
                "cannot keep TensorFlow's native libraries in " + folder + ": " + why
                        + "; name another private folder with -D" + PROPERTY + "=FOLDER",
                e);
    }
}
