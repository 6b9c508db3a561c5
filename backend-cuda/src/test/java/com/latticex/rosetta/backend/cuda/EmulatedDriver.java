package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.RingBackend;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Builds a {@code libcuda.so.1} from the kernels' sources and the emulator with g++ and loads it before JCuda looks for one;
 * the dynamic linker then takes it for the driver, by its soname. Tests are skipped where g++ is missing, unless
 * {@code -Drosetta.require=cuda-emulator}.
 */
final class EmulatedDriver implements BeforeAllCallback, BeforeEachCallback {
    private static final Path FOLDER = Path.of("target", "cuda-emulator").toAbsolutePath();
    private static final Path LIBRARY = FOLDER.resolve(CudaLibrary.NAME);
    private static final List<String> COMMAND = List.of(
            "g++",
            "-std=c++17",
            "-O3",
            "-march=native",
            "-fPIC",
            "-shared",
            "-fvisibility=hidden",
            "-DCUDA_EMULATED",
            "-Isrc/test/cuda",
            "-Isrc/main/cuda",
            "-Wl,-soname," + CudaLibrary.NAME,
            "src/test/cuda/driver.cpp",
            "src/test/cuda/emulator.cpp",
            "-o");

    private static final class Built {
        static final SymbolLookup SYMBOLS = load();

        private static SymbolLookup load() {
            build();
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!available()) {
            String reason = "g++ is missing: the CUDA kernels were not run on the emulated driver";
            if (Backends.required().contains("cuda-emulator")) {
                throw new AssertionError(reason);
            }
            System.out.println("SKIPPED " + context.getDisplayName() + ": " + reason);
            throw new TestAbortedException(reason);
        }
        reset();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        reset();
    }

    static RingBackend open() {
        return new CudaProvider().open(0);
    }

    static CudaBackend open(GemmPolicy policy) {
        if (new CudaProvider().probe() instanceof Available found) {
            return new CudaBackend(found.devices().getFirst(), policy);
        }
        throw new AssertionError("the emulated driver has no device");
    }

    static void reset() {
        call("emulator_reset");
    }

    static void devices(int count) {
        call("emulator_devices", count);
    }

    static void driverVersion(int version) {
        call("emulator_driver_version", version);
    }

    static void capability(int value) {
        call("emulator_capability", value);
    }

    static void loseDevice(int code) {
        call("emulator_lose_device", code);
    }

    /** From now on no event ever happens. */
    static void hang() {
        call("emulator_hang");
    }

    /** Device memory, pinned memory, streams, events, modules and contexts that the driver has handed out. */
    static int alive() {
        return call("emulator_alive");
    }

    static void memory(long bytes) {
        try {
            Linker.nativeLinker()
                    .downcallHandle(
                            Built.SYMBOLS.findOrThrow("emulator_memory"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                    .invoke(bytes);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Lets a later call of a driver function fail. */
    static void failNext(String function, int code, int after) {
        try (Arena arena = Arena.ofConfined()) {
            Linker.nativeLinker()
                    .downcallHandle(
                            Built.SYMBOLS.findOrThrow("emulator_fail"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT))
                    .invoke(arena.allocateFrom(function), code, after);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int call(String function, int... argument) {
        FunctionDescriptor type = argument.length == 0
                ? FunctionDescriptor.of(ValueLayout.JAVA_INT)
                : FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            var handle = Linker.nativeLinker().downcallHandle(Built.SYMBOLS.findOrThrow(function), type);
            return argument.length == 0 ? (int) handle.invoke() : (int) handle.invoke(argument[0]);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static boolean available() {
        try {
            return run(List.of("g++", "--version")) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void build() {
        try {
            if (upToDate()) {
                return;
            }
            List<String> command = new ArrayList<>(COMMAND);
            command.add(LIBRARY.toString());
            if (run(command) != 0) {
                throw new AssertionError(
                        "g++ cannot compile the kernels:\n" + Files.readString(FOLDER.resolve("compiler.log")));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean upToDate() throws IOException {
        if (!Files.exists(LIBRARY)) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(LIBRARY);
        for (Path folder : List.of(Path.of("src", "main", "cuda"), Path.of("src", "test", "cuda"))) {
            try (Stream<Path> sources = Files.list(folder)) {
                for (Path source : sources.toList()) {
                    if (Files.getLastModifiedTime(source).compareTo(built) >= 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static int run(List<String> command) throws IOException {
        Files.createDirectories(FOLDER);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("compiler.log").toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("g++ did not finish within 5 minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return process.exitValue();
    }
}
