package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.contract.ReferenceBackend;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract's sizes do not reach: sums of many rows or cut into slices, more axes than a launch takes, tiled transposition. */
@ExtendWith(EmulatedDriver.class)
class ShapesTest {
    private static RingBackend backend;
    private static final RingBackend REFERENCE = new ReferenceBackend();

    @BeforeAll
    static void open() {
        backend = EmulatedDriver.open();
    }

    @AfterAll
    static void close() {
        if (backend != null) {
            backend.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 150, 2", "1, 20000, 1", "3, 9000, 2", "1, 5000, 100", "2, 600, 300", "1, 900, 129"})
    void sumsInSlices(long outer, long axis, long inner) {
        check(outer * axis * inner, outer * inner, (b, w) -> b.sum(w[0], outer, axis, inner, w[1]));
    }

    @Test
    void gathersMoreAxesThanALaunchTakes() {
        // Every other word along each of ten axes: nothing can be merged.
        List<Long> extents = Collections.nCopies(10, 2L);
        List<Long> strides = List.of(1L, 4L, 2L, 16L, 8L, 64L, 32L, 256L, 128L, 512L);
        check(1024, 1024, (b, w) -> b.gather(w[0], new Strides(0, extents, strides), w[1]));
    }

    @Test
    void transposesABatch() {
        // More tiles than blocks, so that a block takes several.
        Strides view = new Strides(3, List.of(9L, 70L, 45L), List.of(3200L, 1L, 70L));
        check(9 * 3200, 9 * 70 * 45, (b, w) -> b.gather(w[0], view, w[1]));
    }

    private static void check(long inputs, long outputs, BiConsumer<RingBackend, Words[]> kernel) {
        assertThat(run(backend, inputs, outputs, kernel)).isEqualTo(run(REFERENCE, inputs, outputs, kernel));
    }

    private static long[] run(RingBackend b, long inputs, long outputs, BiConsumer<RingBackend, Words[]> kernel) {
        try (Words x = b.words(inputs);
                Words out = b.words(outputs)) {
            b.upload(MemorySegment.ofArray(new Random(inputs).longs(inputs).toArray()), x);
            kernel.accept(b, new Words[] {x, out});
            long[] host = new long[(int) outputs];
            b.download(out, MemorySegment.ofArray(host));
            return host;
        }
    }
}
