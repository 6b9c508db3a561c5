package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a bitstream holds: the properties file {@code FILE.properties} beside it.
 *
 * @param device name of the board, exactly as its driver reports it
 * @param kernels names of the kernels
 * @param tile rows and columns of the multiply-accumulate array
 * @param word bits of a ring element
 * @param sha256 hash of the bitstream, hexadecimal
 */
record Manifest(String device, Set<String> kernels, int tile, int word, String sha256) {
    private static final int LARGEST_TILE = 256;

    Manifest {
        kernels = Set.copyOf(kernels);
    }

    static Path pathFor(Path bitstream) {
        return bitstream.resolveSibling(bitstream.getFileName() + ".properties");
    }

    static Manifest read(Path bitstream) {
        Path file = pathFor(bitstream);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new DeviceException(
                    "the bitstream " + bitstream + " has no manifest " + file.getFileName()
                            + " beside it: the build script writes one.",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new DeviceException("the manifest " + file + " cannot be read.", e);
        }
        Manifest manifest = new Manifest(
                text(file, properties, "device"),
                Stream.of(text(file, properties, "kernels").split(",", -1))
                        .map(String::strip)
                        .collect(Collectors.toSet()),
                number(file, properties, "tile", LARGEST_TILE),
                number(file, properties, "word", 1024),
                text(file, properties, "sha256"));
        manifest.check(file);
        return manifest;
    }

    private void check(Path file) {
        if (word != Long.SIZE) {
            throw new DeviceException(
                    "the manifest " + file + " says words of " + word + " bits; this version computes with 64.");
        }
        List<String> missing =
                Task.names().filter(name -> !kernels.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new DeviceException("the bitstream of " + file + " lacks the kernels " + String.join(", ", missing)
                    + ": build it again from this version's ring.cl.");
        }
    }

    private static String text(Path file, Properties properties, String key) {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new DeviceException("the manifest " + file + " does not say '" + key + "'.");
        }
        return value;
    }

    private static int number(Path file, Properties properties, String key, int most) {
        String value = text(file, properties, key);
        try {
            int number = Integer.parseInt(value);
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused below, like a number out of range.
        }
        throw new DeviceException(
                "the manifest " + file + " says " + key + "=" + value + ", which is not in 1.." + most + ".");
    }

    void write(Path bitstream) {
        String text = String.join(
                "\n",
                "device=" + device,
                "kernels=" + String.join(",", kernels.stream().sorted().toList()),
                "tile=" + tile,
                "word=" + word,
                "sha256=" + sha256,
                "");
        try {
            Files.writeString(pathFor(bitstream), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
