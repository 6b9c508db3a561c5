package com.latticex.rosetta.backend.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.Conv2dShape;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.WindowAxis;
import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Lifetimes, refusals and threads. */
public abstract class LifecycleContract extends BackendContract {
    private static void refuses(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(DeviceException.class);
    }

    @Test
    void refusesBuffersThatAreClosed() {
        RingBackend b = backend();
        try (Words open = upload(b, 1, 2, 3)) {
            Words closed = b.words(3);
            Words view = closed.slice(1, 2);
            Bytes bytes = b.bytes(3);
            closed.close();
            bytes.close();
            refuses(() -> b.add(closed, open, open));
            refuses(() -> b.add(open, open, closed));
            refuses(() -> b.fill(0, view));
            refuses(() -> closed.slice(0, 1));
            refuses(() -> download(b, closed));
            refuses(() -> download(b, bytes));
            assertThat(download(b, open)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void closingAgainDoesNothing() {
        RingBackend b = backend();
        long before = b.openBuffers();
        Words once = b.words(5);
        assertThat(b.openBuffers()).isEqualTo(before + 1);
        once.close();
        once.close();
        assertThat(b.openBuffers()).isEqualTo(before);
        try (Words x = b.words(5);
                Words y = b.words(5)) {
            b.fill(1, x);
            once.close();
            b.fill(2, y);
            assertThat(download(b, x)).containsOnly(1);
        }
    }

    @Test
    void closingAViewLeavesTheBufferOpen() {
        RingBackend b = backend();
        try (Words x = upload(b, 1, 2, 3, 4)) {
            Words view = x.slice(1, 3).slice(1, 1);
            b.fill(9, view);
            view.close();
            assertThat(download(b, x)).containsExactly(1, 2, 9, 4);
        }
    }

    @Test
    void refusesSlicesOutside() {
        try (Words x = backend().words(4);
                Bytes y = backend().bytes(4)) {
            refuses(() -> x.slice(-1, 2));
            refuses(() -> x.slice(3, 2));
            refuses(() -> x.slice(1, Long.MAX_VALUE));
            refuses(() -> x.slice(0, -1));
            refuses(() -> y.slice(5, 0));
            assertThat(x.slice(4, 0).size()).isZero();
        }
    }

    @Test
    void refusesSizesThatDoNotMatch() {
        RingBackend b = backend();
        try (Words three = b.words(3);
                Words four = b.words(4);
                Bytes digits = b.bytes(3 * RingBackend.DIGITS);
                Bytes blinded = b.bytes(3 * RingBackend.BLINDED)) {
            refuses(() -> b.copy(three, four));
            refuses(() -> b.copy(digits, blinded));
            refuses(() -> b.add(three, four, three));
            refuses(() -> b.subtract(four, three, three));
            refuses(() -> b.multiply(three, three, four));
            refuses(() -> b.multiplyAdd(three, three, four));
            refuses(() -> b.affine(three, 1, 1, four));
            refuses(() -> b.shiftRight(three, 1, four));
            refuses(() -> b.and(three, 1, four));
            refuses(() -> b.beaver(1, three, three, three, three, four, three));
            refuses(() -> b.truncateOpened(1, 16, three, three, four, three));
            refuses(() -> b.sum(four, 2, 2, 1, three));
            refuses(() -> b.sum(three, -1, -3, 1, three));
            refuses(() -> b.matmul(three, four, MatMulShape.of(1, 3, 1), false, four.slice(0, 1)));
            refuses(() -> b.gather(three, new Strides(0, List.of(3L), List.of(2L)), three));
            WindowAxis row = WindowAxis.valid(3, 2, 1, 1);
            WindowAxis one = WindowAxis.valid(1, 1, 1, 1);
            Windows2d windows = new Windows2d(1, one, row, 1);
            refuses(() -> b.unfold(three, windows, three));
            refuses(() -> b.fold(three, windows, false, three));
            refuses(() -> b.conv2d(three, three, new Conv2dShape(windows, 1, 1), false, three.slice(0, 2)));
            refuses(() -> b.gather(three, new Strides(0, List.of(4L), List.of(0L)), three));
            refuses(() -> b.gather(three, new Strides(0, List.of(2L), List.of(-1L)), three.slice(0, 2)));
            refuses(() -> b.dealDigits(four, digits, digits));
            refuses(() -> b.blindDigits(1, three, four, digits, blinded, blinded, blinded));
            refuses(() -> b.blindDigits(1, three, three, blinded, blinded, blinded, blinded));
            refuses(() -> b.blindDigits(1, three, three, digits, blinded, digits, blinded));
            refuses(() -> b.anyZero(blinded, digits, three));
            refuses(() -> b.anyZero(blinded, blinded, four));
            refuses(() -> b.harmonics(three, 21, 2, 2, three, three));
            refuses(() -> b.xor(three, four, three));
            refuses(() -> b.and(three, three, four));
            refuses(() -> b.conjoin(1, three, three, three, four, three, three));
            refuses(() -> b.conjoin(2, three, three, three, three, three, three));
            refuses(() -> b.expandBits(three, four));
            refuses(() -> b.dealBlocks(three, four, four));
            refuses(() -> b.compareBlocks(three, four, three));
            refuses(() -> b.packDigits(digits, four));
            refuses(() -> b.unpackDigits(three, digits));
            refuses(() -> b.scale(three, four, three));
            refuses(() -> b.upload(MemorySegment.ofArray(new long[4]), three));
            refuses(() -> b.download(three, MemorySegment.ofArray(new long[2])));
            refuses(() -> b.upload(MemorySegment.ofArray(new byte[4]), digits));
        }
    }

    @Test
    void refusesNumbersOutsideTheirRange() {
        RingBackend b = backend();
        try (Words x = b.words(0);
                Bytes y = b.bytes(0)) {
            refuses(() -> b.shiftRight(x, 64, x));
            refuses(() -> b.shiftRight(x, -1, x));
            refuses(() -> b.blindDigits(2, x, x, y, y, y, y));
            refuses(() -> b.harmonics(x, 0, 1, 1, x, x));
            refuses(() -> b.harmonics(x, 41, 1, 1, x, x));
            refuses(() -> b.harmonics(x, 21, 3, 1, x, x));
            refuses(() -> b.harmonics(x, 21, 1, 17, x, x));
        }
    }

    @Test
    void refusesBuffersOfAnotherBackend() {
        RingBackend b = backend();
        try (RingBackend other = open();
                RingBackend reference = new ReferenceBackend();
                Words mine = b.words(2);
                Words theirs = other.words(2);
                Words foreign = reference.words(2)) {
            refuses(() -> b.add(mine, theirs, mine));
            refuses(() -> b.copy(mine, theirs));
            refuses(() -> b.copy(foreign, mine));
            refuses(() -> reference.copy(mine, foreign));
        }
    }

    @Test
    void refusesRequestsBeyondItsMemory() {
        RingBackend b = backend();
        refuses(() -> b.words(Long.MAX_VALUE));
        refuses(() -> b.words(1L << 50));
        refuses(() -> b.bytes(1L << 60));
        refuses(() -> b.words(-1));
        refuses(() -> b.bytes(-1));
        try (Words small = upload(b, 7)) {
            assertThat(download(b, small)).containsExactly(7);
        }
    }

    @Test
    void refusesToWrapWhatIsNotNativeWords() {
        RingBackend b = backend();
        refuses(() -> b.wrap(MemorySegment.ofArray(new long[2])));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(32, 8);
            refuses(() -> b.wrap(memory.asSlice(0, 12)));
            refuses(() -> b.wrap(memory.asSlice(4, 8)));
        }
    }

    @Test
    void ownsNothingAfterItsEnd() {
        RingBackend b = open();
        Words left = b.words(1000);
        Words large = b.words(1 << 20);
        b.fill(1, large);
        b.close();
        refuses(() -> b.fill(1, left));
        refuses(() -> b.words(1));
        left.close();
        large.close();
        assertThat(b.openBuffers()).isZero();
        b.close();
    }

    /** 4 GB in all. */
    @Test
    void reusesMemoryThatWasClosed() {
        RingBackend b = backend();
        for (int i = 0; i < 120; i++) {
            try (Words large = b.words((4 << 20) + i)) {
                b.fill(i, large.slice(large.size() - 1, 1));
            }
        }
    }

    @Test
    void printsNoContent() {
        try (Words x = upload(backend(), 123_456_789L);
                Seed key = Samples.of(0, 1).key()) {
            assertThat(x.toString()).doesNotContain("123456789");
            assertThat(key.toString()).isEqualTo("Seed(secret)");
        }
    }

    @Test
    void refusesAWipedSeed() {
        RingBackend b = backend();
        Seed wiped = Samples.of(0, 1).key();
        wiped.close();
        try (Words x = b.words(4)) {
            assertThatThrownBy(() -> b.random(wiped, 1, x)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void servesSeveralThreads() throws Exception {
        RingBackend b = backend();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                long id = t;
                runs.add(threads.submit(() -> LongStream.range(0, 40).forEach(i -> compute(b, 100 * id + i))));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** A draw, a product and a sum, each against a plain loop. */
    private static void compute(RingBackend b, long seed) {
        int m = 5 + (int) (seed % 40);
        try (Seed key = Samples.of(0, seed).key();
                RingBackend reference = new ReferenceBackend();
                Words x = b.words((long) m * m);
                Words expected = reference.words((long) m * m);
                Words product = b.words((long) m * m)) {
            b.random(key, seed, x);
            reference.random(key, seed, expected);
            long[] values = download(reference, expected);
            assertThat(download(b, x)).isEqualTo(values);
            b.matmul(x, x, MatMulShape.of(m, m, m), false, product);
            b.add(product, x, product);
            long[] sum = new long[values.length];
            Arrays.setAll(sum, at -> {
                long total = values[at];
                for (int l = 0; l < m; l++) {
                    total += values[at / m * m + l] * values[l * m + at % m];
                }
                return total;
            });
            assertThat(download(b, product)).isEqualTo(sum);
        }
    }
}
