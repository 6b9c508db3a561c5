package com.latticex.rosetta.backend.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The multiply-accumulate array as hardware, simulated cycle by cycle ({@code apt-get install verilator g++ make}). Asked
 * for by its tag, so it fails where the simulator is missing.
 */
@Tag("rtl")
class RtlTest {
    private static final int SIZE = 4;
    private static final int LATENCY = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Arena ARENA = Arena.ofShared();

    @SuppressWarnings("NullAway.Init")
    private static MethodHandle product;

    @BeforeAll
    static void buildTheSimulation() throws Exception {
        Path library = folder.resolve("librtl.so");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(
                        "verilator",
                        "--cc",
                        "--exe",
                        "--build",
                        "-O3",
                        "-GSIZE=" + SIZE,
                        "--Mdir",
                        folder.toString(),
                        "-CFLAGS",
                        "-fPIC -O2 -fvisibility=hidden",
                        "-LDFLAGS",
                        "-shared",
                        "-o",
                        library.toString(),
                        Path.of("src/main/rtl/ring_array.sv").toAbsolutePath().toString(),
                        Path.of("src/test/rtl/ring_array.cpp").toAbsolutePath().toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("verilator ends").isTrue();
        assertThat(process.exitValue()).as(() -> read(output)).isZero();
        product = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(library, ARENA).findOrThrow("rtl_product"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS));
    }

    @AfterAll
    static void unload() {
        ARENA.close();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Compares with plain loops and returns the cycles. */
    private static long multiply(int m, int k, int n) throws Throwable {
        SplittableRandom random = new SplittableRandom(31L * m + 7L * k + n);
        long[] x = random.longs((long) m * k).toArray();
        long[] y = random.longs((long) k * n).toArray();
        long[] expected = new long[m * n];
        for (int i = 0; i < m; i++) {
            for (int l = 0; l < k; l++) {
                for (int j = 0; j < n; j++) {
                    expected[i * n + j] += x[i * k + l] * y[l * n + j];
                }
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG, (long) m * n);
            long cycles = (long) product.invokeExact(
                    (long) m,
                    (long) n,
                    (long) k,
                    arena.allocateFrom(ValueLayout.JAVA_LONG, x),
                    arena.allocateFrom(ValueLayout.JAVA_LONG, y),
                    out);
            assertThat(out.toArray(ValueLayout.JAVA_LONG)).isEqualTo(expected);
            return cycles;
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "4,4,4", "5,3,2", "33,65,17", "7,128,9"})
    void isExactOnRaggedSizes(int m, int k, int n) throws Throwable {
        long tiles = (long) Math.ceilDiv(m, SIZE) * Math.ceilDiv(n, SIZE);
        assertThat(multiply(m, k, n)).isEqualTo(tiles * (k + LATENCY));
    }

    @Test
    void keepsItsCellsBusy() throws Throwable {
        long cycles = multiply(128, 128, 128);
        double perCellAndCycle = 128.0 * 128 * 128 / (SIZE * SIZE) / cycles;
        assertThat(perCellAndCycle).isGreaterThanOrEqualTo(0.9);
    }
}
