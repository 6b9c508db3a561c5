package com.latticex.rosetta.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenClMemoryTest {
    /** Resident memory after 10,000 cycles of create, run and release is that after the first 5,000, within 5 %. */
    @Test
    void staysFlat() throws IOException {
        try (RingBackend backend = TestDevice.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(8 * 64, 64);
            cycles(backend, host, 5_000);
            long before = resident();
            cycles(backend, host, 10_000);
            assertThat(resident()).isLessThanOrEqualTo(before + before / 20);
        }
    }

    private static void cycles(RingBackend backend, MemorySegment host, int count) {
        for (int i = 0; i < count; i++) {
            try (Words x = backend.words(1000 + i % 50_000);
                    Words y = backend.wrap(host)) {
                backend.fill(i, x);
                backend.matmul(x.slice(0, 64), y, MatMulShape.of(8, 8, 8), false, x.slice(64, 64));
                backend.download(x.slice(0, 64), host);
            }
        }
    }

    private static long resident() throws IOException {
        System.gc();
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
    }
}
