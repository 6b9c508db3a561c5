package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A folder only this user can enter, for files that are run as code: unpacked natives and compiled programs.
 *
 * <p>It is {@code rosetta} in {@code -Drosetta.cache}, {@code $XDG_CACHE_HOME} or {@code ~/.cache}, whichever is set first.
 * A folder that somebody else owns, can write to, or could replace through a folder above it is refused: whoever plants a
 * library there would run code in the party's process.
 */
public final class PrivateFolder {
    /** System property: where caches go. */
    public static final String CACHE = "rosetta.cache";

    private static final int OTHERS_WRITE = 0022;
    private static final int OTHERS_ANY = 0077;
    private static final int STICKY = 01000;

    private PrivateFolder() {}

    /** Creates (mode 0700) or checks the folder {@code name} in the cache. */
    public static Path cache(String name) {
        return open(base().resolve("rosetta").resolve(name));
    }

    /**
     * Like {@link #cache}; where the user named no cache and the usual one cannot be private, a fresh folder that is
     * emptied at the end of the process.
     */
    static Path cacheOrTemporary(String name) {
        try {
            return cache(name);
        } catch (DeviceException e) {
            if (!System.getProperty(CACHE, "").isEmpty()) {
                throw e;
            }
            return temporary(e);
        }
    }

    private static Path temporary(DeviceException cause) {
        try {
            Path folder = Files.createTempDirectory("rosetta");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> empty(folder)));
            check(folder.toRealPath());
            return folder.toRealPath();
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw new DeviceException("there is no private folder to be had. Set -D" + CACHE + " to one.", e);
        }
    }

    private static void empty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> file.toFile().delete());
            Files.deleteIfExists(folder);
        } catch (IOException | UncheckedIOException _) {
            // The process ends; the folder stays private.
        }
    }

    /** Creates or checks a private folder at a given place. */
    public static Path open(Path folder) {
        try {
            Path parent = parent(folder.toAbsolutePath().normalize());
            Files.createDirectories(parent);
            Path real = parent.toRealPath().resolve(folder.getFileName());
            if (!Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(
                        real, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            check(real);
            return real;
        } catch (IOException | UncheckedIOException e) {
            throw new DeviceException(
                    "cannot use " + folder + " as a private folder. Set -D" + CACHE + " to a folder of your own.", e);
        }
    }

    /** Writes a file so that nobody ever sees half of it. */
    public static void write(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(parent(file), ".draft", null);
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " lies in no folder");
        }
        return parent;
    }

    private static Path base() {
        String chosen = System.getProperty(CACHE, "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg);
        }
        return Path.of(System.getProperty("user.home", "."), ".cache");
    }

    /** The folder is ours alone; those above it are ours or root's, and not writable by others unless sticky. */
    private static void check(Path folder) throws IOException {
        Map<String, Object> own = attributes(folder);
        int me = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || uid(own) != me || (mode(own) & OTHERS_ANY) != 0) {
            throw refused(folder, "is not a folder of this user with mode 0700");
        }
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            Map<String, Object> attributes = attributes(above);
            int mode = mode(attributes);
            if (uid(attributes) != me && uid(attributes) != 0) {
                throw refused(folder, "lies in " + above + ", which belongs to another user");
            }
            if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                throw refused(folder, "lies in " + above + ", which others can write to");
            }
        }
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    }

    private static int uid(Map<String, Object> attributes) {
        return (Integer) Objects.requireNonNull(attributes.get("uid"));
    }

    private static int mode(Map<String, Object> attributes) {
        return (Integer) Objects.requireNonNull(attributes.get("mode"));
    }

    private static DeviceException refused(Path folder, String why) {
        return new DeviceException(
                "the folder " + folder + " " + why + ", so code must not be kept in it. Give it mode 0700"
                        + " or set -D" + CACHE + " to a folder of your own.");
    }
}
