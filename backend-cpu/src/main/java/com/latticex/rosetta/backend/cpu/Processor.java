package com.latticex.rosetta.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system says of the processor. */
final class Processor {
    private Processor() {}

    static String model() {
        String model = entry("model name");
        return model.isEmpty() ? System.getProperty("os.arch", "unknown") : model;
    }

    /** Whether the processor has all of these instruction sets, by Linux's names; false where that is unknown. */
    static boolean has(String... flags) {
        return List.of(entry("flags").split(" ", -1)).containsAll(List.of(flags));
    }

    private static String entry(String key) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    static String detail() {
        return Runtime.getRuntime().availableProcessors() + " cores, " + Memory.LONGS.vectorBitSize()
                + "-bit vectors, Java " + Runtime.version().feature();
    }
}
