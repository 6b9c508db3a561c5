package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.contract.ReferenceBackend;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both product kernels on ragged shapes, every way an operand can be stored, slices of k, and kept byte planes. */
@ExtendWith(EmulatedDriver.class)
class MatrixProductTest {
    private static RingBackend words;
    private static RingBackend bytes;
    private static final RingBackend REFERENCE = new ReferenceBackend();

    @BeforeAll
    static void open() {
        words = EmulatedDriver.open(GemmPolicy.WORDS);
        bytes = EmulatedDriver.open(GemmPolicy.BYTES);
    }

    @AfterAll
    static void close() {
        if (words != null) {
            words.close();
            bytes.close();
        }
    }

    static Stream<MatMulShape> shapes() {
        return Stream.of(
                MatMulShape.of(2, 1, 2),
                MatMulShape.of(65, 33, 67),
                MatMulShape.of(7, 300, 5),
                MatMulShape.of(64, 64, 64),
                MatMulShape.of(1, 200, 70),
                MatMulShape.of(70, 200, 1),
                new MatMulShape(1, 70, 31, 66, true, false, false, false),
                new MatMulShape(1, 70, 31, 66, false, true, false, false),
                new MatMulShape(1, 70, 31, 66, true, true, false, false),
                new MatMulShape(3, 9, 40, 10, true, false, false, true),
                new MatMulShape(3, 9, 40, 10, false, true, true, false),
                new MatMulShape(3, 9, 40, 10, false, false, false, true),
                new MatMulShape(2, 5, 6, 4, true, true, true, true),
                new MatMulShape(1, 40, 300, 1, true, false, false, false),
                new MatMulShape(3, 40, 50, 1, true, false, false, false),
                new MatMulShape(3, 1, 300, 20, false, false, true, false),
                new MatMulShape(3, 1, 50, 20, false, true, false, true));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void equalsTheReference(MatMulShape shape) {
        for (boolean accumulate : new boolean[] {false, true}) {
            long[] expected = product(REFERENCE, shape, accumulate, 5);
            assertThat(product(words, shape, accumulate, 5)).as("words").isEqualTo(expected);
            assertThat(product(bytes, shape, accumulate, 5)).as("bytes").isEqualTo(expected);
        }
    }

    /** All bytes 255 fill the diagonals fastest; k runs past two flushes of them. */
    @Test
    void diagonalsAreFlushedBeforeTheyWrap() {
        MatMulShape shape = MatMulShape.of(2, 3 * 4096 + 5, 2);
        long[] x = new long[(int) shape.sizeX()];
        long[] y = new long[(int) shape.sizeY()];
        Arrays.fill(x, -1);
        Arrays.fill(y, -1);
        assertThat(product(bytes, shape, false, x, y)).containsOnly(shape.k());
    }

    @Test
    void planesFollowTheOperand() {
        MatMulShape shape = MatMulShape.of(20, 20, 20);
        try (Words x = bytes.words(400);
                Words y = bytes.words(400);
                Words out = bytes.words(400)) {
            bytes.fill(1, x);
            bytes.fill(2, y);
            bytes.matmul(x, y, shape, false, out);
            assertThat(download(bytes, out)).containsOnly(40);
            bytes.matmul(x, y, shape, true, out);
            assertThat(download(bytes, out)).containsOnly(80);
            bytes.fill(3, y.slice(0, 400));
            bytes.matmul(x, y, shape, false, out);
            assertThat(download(bytes, out)).containsOnly(60);
            bytes.upload(MemorySegment.ofArray(new long[400]), x);
            bytes.matmul(x, y, shape, false, out);
            assertThat(download(bytes, out)).containsOnly(0);
        }
    }

    private static long[] product(RingBackend backend, MatMulShape shape, boolean accumulate, long seed) {
        Random random = new Random(seed);
        return product(
                backend,
                shape,
                accumulate,
                random.longs(shape.sizeX()).toArray(),
                random.longs(shape.sizeY()).toArray());
    }

    private static long[] product(RingBackend backend, MatMulShape shape, boolean accumulate, long[] x, long[] y) {
        try (Words a = backend.words(x.length);
                Words b = backend.words(y.length);
                Words out = backend.words(shape.sizeOut())) {
            backend.upload(MemorySegment.ofArray(x), a);
            backend.upload(MemorySegment.ofArray(y), b);
            backend.fill(77, out);
            backend.matmul(a, b, shape, accumulate, out);
            return download(backend, out);
        }
    }

    private static long[] download(RingBackend backend, Words x) {
        long[] host = new long[(int) x.size()];
        backend.download(x, MemorySegment.ofArray(host));
        return host;
    }
}
