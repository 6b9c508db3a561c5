package com.latticex.rosetta.backend.fpga;

import static org.junit.jupiter.api.Assertions.fail;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.opencl.OpenClProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Makes a bitstream and a driver layer once, and starts JVMs in which every OpenCL device is a board. */
public final class BoardProcess {
    private static final long TIMEOUT_SECONDS = 300;

    private final Path folder;
    private final Path bitstream;
    private final Path layer;

    private BoardProcess(Path folder, Path bitstream, Path layer) {
        this.folder = folder;
        this.bitstream = bitstream;
        this.layer = layer;
    }

    /** Skips the test, or fails it when {@code -Drosetta.require} names fpga, where there is no OpenCL or C compiler. */
    public static BoardProcess prepare(Path folder) throws IOException, InterruptedException {
        Path bitstream = folder.resolve("ring.bin");
        Result made = java(folder, List.of(), Map.of(), EmulatedBitstream.class, bitstream.toString());
        if (made.status() != 0) {
            String reason = "no bitstream to emulate a board with: " + cause(made.output());
            if (new OpenClProvider().probe() instanceof Available) {
                fail(reason);
            }
            skip(reason);
        }
        Path source = folder.resolve("board_layer.c");
        try (InputStream in = Optional.ofNullable(BoardProcess.class.getResourceAsStream("/board_layer.c"))
                .orElseThrow()) {
            Files.copy(in, source);
        }
        Path layer = folder.resolve("libboard.so");
        Result built = start(
                folder, List.of("cc", "-shared", "-fPIC", "-O1", "-o", layer.toString(), source.toString()), Map.of());
        if (built.status() != 0) {
            skip("the driver layer needs a C compiler and opencl-c-headers (apt-get install gcc opencl-c-headers): "
                    + cause(built.output()));
        }
        return new BoardProcess(folder, bitstream, layer);
    }

    public Path bitstream() {
        return bitstream;
    }

    /** How a process ended, and what it printed. */
    public record Result(int status, String output) {}

    /** A main class where all devices are boards. */
    Result run(Class<?> main, Path bitstreamFile, String... arguments) throws IOException, InterruptedException {
        return run(List.of("-D" + Bitstream.SETTING + "=" + bitstreamFile), Map.of(), main, arguments);
    }

    /** The same with further options of the JVM and variables of its environment, which its children inherit. */
    public Result run(List<String> options, Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("OPENCL_LAYERS", layer.toString());
        return java(folder, options, all, main, arguments);
    }

    /** The option that names the bitstream. */
    public String setting() {
        return "-D" + Bitstream.SETTING + "=" + bitstream;
    }

    private static Result java(
            Path folder, List<String> options, Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(folder, command, environment);
    }

    private static Result start(Path folder, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Result(-1, e.toString());
        }
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(process.waitFor(), Files.readString(output));
    }

    private static String cause(String output) {
        return output.lines()
                .filter(line -> line.contains("Exception") || line.contains("error:"))
                .findFirst()
                .orElse(output.strip());
    }

    private static void skip(String reason) {
        if (Backends.required().contains(FpgaProvider.NAME)) {
            fail(reason);
        }
        System.err.println("SKIPPED, " + reason);
        Assumptions.abort(reason);
    }
}
