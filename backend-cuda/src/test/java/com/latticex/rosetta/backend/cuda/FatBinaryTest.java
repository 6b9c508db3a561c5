package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded kernels are those of the sources, small, and assemble without a GPU. */
class FatBinaryTest {
    private static final Path SOURCES = Path.of("src", "main", "cuda");

    /** Fails after a change of a kernel until {@code mvn -Pnvcc} has rebuilt the fat binary. */
    @Test
    void belongsToTheSources() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path source : sources()) {
            all.writeBytes((source.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(Files.readAllBytes(source));
        }
        assertThat(FatBinary.load().sources())
                .as("SHA-256 of the kernels' sources; rebuild the fat binary with mvn -Pnvcc")
                .isEqualTo(JCudaNatives.sha256(all.toByteArray()));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(f -> f.toString().matches(".*\\.cuh?"))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        }
    }

    @Test
    void isSmallAndNamesItsCompiler() {
        FatBinary binary = FatBinary.load();
        assertThat(binary.image().length).isBetween(100_000, 2_000_000);
        assertThat(binary.compiler()).matches("V\\d+\\.\\d+\\.\\d+");
    }

    /** The PTX holds every kernel and assembles with the compiler of CUDA 12.6: also for devices newer than the code. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_80", "sm_89"})
    void ptxAssembles(String architecture) {
        JCudaNatives.load("JNvPTXCompiler", "jcuda.nvptxcompiler.JNvPTXCompiler");
        byte[] ptx = FatBinary.load().ptx();
        String text = new String(ptx, StandardCharsets.US_ASCII);
        for (Kernels.Kernel kernel : Kernels.Kernel.values()) {
            assertThat(text).contains(".entry " + kernel.symbol() + "(");
        }
        nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
        assertThat(JNvPTXCompiler.nvPTXCompilerCreate(handle, ptx.length, ptx)).isZero();
        try {
            String[] options = {"--gpu-name=" + architecture, "--opt-level=1"};
            int code = JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options);
            assertThat(code).as(errors(handle)).isZero();
            long[] size = new long[1];
            assertThat(JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(handle, size))
                    .isZero();
            assertThat(size[0]).isGreaterThan(50_000);
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(handle);
        }
    }

    private static String errors(nvPTXCompilerHandle handle) {
        long[] size = new long[1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, size);
        byte[] log = new byte[(int) size[0] + 1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log);
        return new String(log, StandardCharsets.US_ASCII);
    }
}
