package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transfers around the sizes where they change their way. The emulated streams run as late as they may, so a missing wait
 * between them fails here.
 */
@ExtendWith(EmulatedDriver.class)
class TransfersTest {
    private static final int DIRECT = (int) (Staging.DIRECT_BYTES / 8);
    private static final int SLOT = (int) (Staging.SLOT_BYTES / 8);

    @ParameterizedTest
    @ValueSource(ints = {1, DIRECT, DIRECT + 1, SLOT - 1, SLOT, SLOT + 1, 3 * SLOT + 17, 11 * SLOT + 5})
    void keepTheOrderOfTheQueue(int size) {
        long[] first = new Random(size).longs(size).toArray();
        long[] second = new Random(size + 1).longs(size).toArray();
        try (RingBackend b = EmulatedDriver.open();
                Words x = b.words(size);
                Words y = b.words(size)) {
            b.upload(MemorySegment.ofArray(first), x);
            b.affine(x, 3, 1, y);
            // Overwrites what the kernel above still has to read.
            b.upload(MemorySegment.ofArray(second), x);
            long[] got = new long[size];
            b.download(y, MemorySegment.ofArray(got));
            assertThat(got).isEqualTo(Arrays.stream(first).map(v -> 3 * v + 1).toArray());
            b.fill(0, y);
            b.download(x, MemorySegment.ofArray(got));
            assertThat(got).isEqualTo(second);
            b.download(y, MemorySegment.ofArray(got));
            assertThat(got).containsOnly(0);
        }
    }

    /** More threads with large transfers than there are slots. */
    @Test
    void shareTheSlots() throws Exception {
        try (RingBackend b = EmulatedDriver.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new ArrayList<>();
            for (int t = 0; t < Staging.SLOTS + 3; t++) {
                long seed = t;
                runs.add(threads.submit(() -> roundTrip(b, seed)));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
            assertThat(b.openBuffers()).isZero();
        }
    }

    private static void roundTrip(RingBackend b, long seed) {
        long[] values = new Random(seed).longs(4 * SLOT + seed).toArray();
        long[] got = new long[values.length];
        try (Words x = b.words(values.length)) {
            b.upload(MemorySegment.ofArray(values), x);
            b.affine(x, 1, seed, x);
            b.download(x, MemorySegment.ofArray(got));
        }
        assertThat(got).isEqualTo(Arrays.stream(values).map(v -> v + seed).toArray());
    }
}
