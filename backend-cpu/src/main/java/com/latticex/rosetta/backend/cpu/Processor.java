package com.latticex.rosetta.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the operating system says of the processor. */
final class Processor {
    private Processor() {}

    static String model() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Processor::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    static String detail() {
        return Runtime.getRuntime().availableProcessors() + " cores, " + Memory.LONGS.vectorBitSize()
                + "-bit vectors, Java " + Runtime.version().feature();
    }

    private static String architecture() {
        return System.getProperty("os.arch", "unknown");
    }
}
