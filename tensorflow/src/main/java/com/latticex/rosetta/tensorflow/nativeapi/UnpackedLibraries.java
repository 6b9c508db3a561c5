package com.latticex.rosetta.tensorflow.nativeapi;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.bytedeco.javacpp.FoundLibraries;
import org.bytedeco.javacpp.Loader;

/**
 * Remembers from one start to the next where JavaCPP has unpacked TensorFlow's libraries. To find that out it searches the whole class
 * path some fifty times, which costs more processor time than loading them.
 *
 * <p>The note is believed only while the archives it came from and the libraries are what they were, by size and time; otherwise
 * JavaCPP searches and unpacks as ever.
 *
 * @param note the file
 * @param classPath where JavaCPP searches
 */
record UnpackedLibraries(Path note, String classPath) {
    private static final String ARCHIVE = "tensorflow-core-native";

    /** The note in JavaCPP's folder. */
    static UnpackedLibraries in(Path folder) {
        return new UnpackedLibraries(folder.resolve("unpacked.properties"), System.getProperty("java.class.path", ""));
    }

    /** Tells JavaCPP what the note says, if it holds. */
    void use() {
        libraries().forEach(FoundLibraries::add);
    }

    /** The libraries by name; empty if there is no note that holds. */
    Map<String, Path> libraries() {
        try {
            return checked();
        } catch (IOException | RuntimeException e) {
            log("does not hold", e);
            return Map.of();
        }
    }

    private Map<String, Path> checked() throws IOException {
        Properties noted = read();
        Map<String, Path> libraries = new HashMap<>();
        for (String library : noted.stringPropertyNames()) {
            String[] said = noted.getProperty(library).split("\\|", -1);
            if (library.equals(ARCHIVE)) {
                if (!said[0].equals(archives())) {
                    return Map.of();
                }
            } else {
                Path file = Path.of(said[1]);
                if (!said[0].equals(stamp(file))) {
                    return Map.of();
                }
                libraries.put(library, file);
            }
        }
        return noted.containsKey(ARCHIVE) ? libraries : Map.of();
    }

    /** Notes what JavaCPP has loaded, for the next start. */
    void remember() {
        if (!libraries().isEmpty()) {
            return;
        }
        try {
            Properties found = new Properties();
            for (var library : Loader.getLoadedLibraries().entrySet()) {
                Path file = Path.of(library.getValue());
                if (file.startsWith(note.toAbsolutePath().getParent())) {
                    found.setProperty(library.getKey(), stamp(file) + "|" + file);
                }
            }
            String archives = archives();
            if (!archives.isEmpty() && !found.isEmpty()) {
                found.setProperty(ARCHIVE, archives);
                write(found);
            }
        } catch (IOException | RuntimeException e) {
            log("is not written", e);
        }
    }

    /** What the class path names as sources of the libraries; empty if it is not made of archives. */
    private String archives() throws IOException {
        StringBuilder stamps = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (entry.contains(ARCHIVE) && entry.endsWith(".jar")) {
                stamps.append(entry).append(' ').append(stamp(Path.of(entry))).append(' ');
            }
        }
        return stamps.toString().replace('|', '/').strip();
    }

    private static String stamp(Path file) throws IOException {
        return Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis();
    }

    private Properties read() throws IOException {
        Properties noted = new Properties();
        if (Files.exists(note)) {
            try (Reader in = Files.newBufferedReader(note)) {
                noted.load(in);
            }
        }
        return noted;
    }

    private void write(Properties found) throws IOException {
        Path part = Files.createTempFile(note.toAbsolutePath().getParent(), "unpacked", ".part");
        try {
            try (Writer out = Files.newBufferedWriter(part)) {
                found.store(out, null);
            }
            Files.move(part, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void log(String what, Exception e) {
        System.getLogger(UnpackedLibraries.class.getName()).log(Level.INFO, note + " " + what, e);
    }
}
