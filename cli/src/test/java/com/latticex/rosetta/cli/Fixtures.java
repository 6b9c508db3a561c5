package com.latticex.rosetta.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The jobs among the test resources, copied where a test may change them. */
public final class Fixtures {
    private Fixtures() {}

    /** Copies a job with its graph and data; gives the job file. */
    public static Path copy(String name, Path to) throws IOException {
        Path from = source(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to.resolve("job.yaml");
    }

    /** Replaces text in a file; the text must be there. */
    public static void replace(Path file, String old, String now) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(file + " does not contain " + old);
        }
        Files.writeString(file, text.replace(old, now));
    }

    /** The second column of a loss curve. */
    static List<Double> losses(Path csv) throws IOException {
        return Files.readAllLines(csv).stream()
                .skip(1)
                .map(line -> Double.parseDouble(line.split(",")[1]))
                .toList();
    }

    private static Path source(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/jobs/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
