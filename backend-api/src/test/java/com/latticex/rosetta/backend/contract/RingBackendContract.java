package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Strides;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel on words and digits equals the reference bit for bit. A backend's test is a subclass of ten lines. */
public abstract class RingBackendContract extends BitsContract {
    // ---- elementwise

    @ParameterizedTest
    @MethodSource(ANY)
    void copies(Samples s) {
        check((b, o) -> b.copy(o.words(0), o.words(1)), s.words(), s.words());
        check((b, o) -> b.copy(o.bytes(0), o.bytes(1)), s.digits(0, s.size()), s.digits(0, s.size()));
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void fills(Samples s) {
        check((b, o) -> b.fill(Long.MIN_VALUE + 5, o.words(0)), s.words());
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void adds(Samples s) {
        check((b, o) -> b.add(o.words(0), o.words(1), o.words(2)), s.words(), s.words(), s.words());
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void subtracts(Samples s) {
        check((b, o) -> b.subtract(o.words(0), o.words(1), o.words(2)), s.words(), s.words(), s.words());
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void multiplies(Samples s) {
        check((b, o) -> b.multiply(o.words(0), o.words(1), o.words(2)), s.words(), s.words(), s.words());
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void multipliesAndAdds(Samples s) {
        check((b, o) -> b.multiplyAdd(o.words(0), o.words(1), o.words(2)), s.words(), s.words(), s.words());
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void affine(Samples s) {
        for (long k : new long[] {0, 1, -1, Long.MIN_VALUE, 0x123456789ABCDEFL}) {
            check((b, o) -> b.affine(o.words(0), k, ~k, o.words(1)), s.words(), s.words());
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void shifts(Samples s) {
        for (int bits : new int[] {0, 1, 16, 31, 32, 62, 63}) {
            check((b, o) -> b.shiftRight(o.words(0), bits, o.words(1)), s.words(), s.words());
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void masks(Samples s) {
        for (long mask : new long[] {0, -1, Long.MAX_VALUE, (1L << 39) - 1}) {
            check((b, o) -> b.and(o.words(0), mask, o.words(1)), s.words(), s.words());
        }
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void combinesBeaverProducts(Samples s) {
        for (int first = 0; first <= 1; first++) {
            int one = first;
            check(
                    (b, o) -> b.beaver(one, o.words(0), o.words(1), o.words(2), o.words(3), o.words(4), o.words(5)),
                    s.words(),
                    s.words(),
                    s.words(),
                    s.words(),
                    s.words(),
                    s.words());
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void combinesTruncations(Samples s) {
        for (int f : new int[] {1, 16, 31, 62}) {
            for (int first = 0; first <= 1; first++) {
                int one = first;
                check(
                        (b, o) -> b.truncateOpened(one, f, o.words(0), o.words(1), o.words(2), o.words(3)),
                        s.words(),
                        s.words(),
                        s.words(),
                        s.words());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void worksInPlace(Samples s) {
        check((b, o) -> b.add(o.words(0), o.words(1), o.words(0)), s.words(), s.words());
        check((b, o) -> b.subtract(o.words(0), o.words(1), o.words(1)), s.words(), s.words());
        check((b, o) -> b.multiply(o.words(0), o.words(0), o.words(0)), s.words());
        check((b, o) -> b.multiplyAdd(o.words(0), o.words(0), o.words(0)), s.words());
        check((b, o) -> b.affine(o.words(0), 3, 4, o.words(0)), s.words());
        check((b, o) -> b.shiftRight(o.words(0), 5, o.words(0)), s.words());
        check((b, o) -> b.and(o.words(0), 0xFFFF, o.words(0)), s.words());
        check((b, o) -> b.copy(o.words(0), o.words(0)), s.words());
        for (int i = 0; i < 5; i++) {
            int out = i;
            check(
                    (b, o) -> b.beaver(1, o.words(0), o.words(1), o.words(2), o.words(3), o.words(4), o.words(out)),
                    s.words(),
                    s.words(),
                    s.words(),
                    s.words(),
                    s.words());
        }
        for (int i = 0; i < 3; i++) {
            int out = i;
            check(
                    (b, o) -> b.truncateOpened(1, 16, o.words(0), o.words(1), o.words(2), o.words(out)),
                    s.words(),
                    s.words(),
                    s.words());
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void computesOnWrappedHostMemory(Samples s) {
        long[] x = s.words();
        check(
                (b, o) -> {
                    try (Arena arena = Arena.ofShared()) {
                        MemorySegment host = arena.allocate(8L * x.length, 8).copyFrom(MemorySegment.ofArray(x));
                        try (var wrapped = b.wrap(host)) {
                            b.add(wrapped, o.words(0), wrapped);
                            b.copy(wrapped, o.words(1));
                        }
                        b.upload(host, o.words(2));
                    }
                },
                s.words(),
                s.words(),
                s.words());
    }

    // ---- by shape

    static Stream<Strides> views() {
        return Stream.of(
                new Strides(0, List.of(), List.of()),
                new Strides(5, List.of(64L), List.of(0L)),
                new Strides(3, List.of(65L), List.of(1L)),
                new Strides(70, List.of(71L), List.of(-1L)),
                new Strides(1, List.of(9L, 7L), List.of(7L, 1L)),
                new Strides(0, List.of(7L, 9L), List.of(1L, 7L)),
                new Strides(0, List.of(64L, 63L), List.of(1L, 64L)),
                new Strides(0, List.of(65L, 17L), List.of(1L, 65L)),
                new Strides(2, List.of(33L, 9L), List.of(0L, 1L)),
                new Strides(2, List.of(33L, 9L), List.of(1L, 0L)),
                new Strides(3000, List.of(2L, 3L, 5L, 7L), List.of(-1L, 105L, -7L, 2L)),
                new Strides(0, List.of(3L, 8L, 65L), List.of(520L, 1L, 8L)),
                new Strides(9, List.of(2L, 0L, 4L), List.of(1L, 1L, 1L)),
                new Strides(4096, List.of(1L, 1L, 1L), List.of(99999L, -99999L, 7L)),
                new Strides(0, List.of(5L, 1L, 6L, 1L, 8L), List.of(48L, 0L, 8L, 0L, 1L)));
    }

    @ParameterizedTest
    @MethodSource("views")
    void gathers(Strides view) {
        Samples s = Samples.of(4097, 11);
        check((b, o) -> b.gather(o.words(0), view, o.words(1)), s.words(), s.words((int) view.size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,1,1",
                "3,0,5",
                "0,4,5",
                "5,7,1",
                "2,65,1",
                "1,4097,1",
                "64,9,8",
                "3,5,65",
                "4097,2,1",
                "1,3,4097"
            })
    void sums(String extents) {
        long[] e = Stream.of(extents.split(",", -1)).mapToLong(Long::parseLong).toArray();
        Samples s = Samples.of((int) LongStream.of(e).reduce(1, (p, q) -> p * q), 12);
        check((b, o) -> b.sum(o.words(0), e[0], e[1], e[2], o.words(1)), s.words(), s.words((int) (e[0] * e[2])));
    }

    static Stream<MatMulShape> shapes() {
        return Stream.of(
                MatMulShape.of(1, 1, 1),
                MatMulShape.of(0, 3, 2),
                MatMulShape.of(3, 0, 2),
                MatMulShape.of(3, 2, 0),
                MatMulShape.of(32, 30, 1),
                MatMulShape.of(30, 32, 1),
                MatMulShape.of(1, 30, 32),
                MatMulShape.of(1, 4097, 1),
                MatMulShape.of(7, 8, 9),
                MatMulShape.of(63, 64, 65),
                MatMulShape.of(65, 9, 33),
                MatMulShape.of(100, 515, 37),
                MatMulShape.of(13, 1, 70),
                new MatMulShape(3, 5, 7, 4, false, false, false, false),
                new MatMulShape(3, 5, 7, 1, false, false, true, false),
                new MatMulShape(3, 40, 17, 41, false, false, false, true),
                new MatMulShape(0, 5, 7, 4, false, false, false, false),
                new MatMulShape(2, 1, 7, 4, false, false, true, true));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void multipliesMatrices(MatMulShape shape) {
        Samples s = Samples.of(0, 13);
        for (int choice = 0; choice < 8; choice++) {
            boolean accumulate = (choice & 4) != 0;
            MatMulShape transposed = new MatMulShape(
                    shape.batch(),
                    shape.m(),
                    shape.k(),
                    shape.n(),
                    (choice & 1) != 0,
                    (choice & 2) != 0,
                    shape.broadcastX(),
                    shape.broadcastY());
            matmul(s, transposed, accumulate);
        }
    }

    @Test
    void multipliesLargeMatrices() {
        matmul(Samples.of(0, 14), MatMulShape.of(203, 310, 131), false);
        matmul(Samples.of(0, 15), new MatMulShape(1, 261, 130, 150, true, true, false, false), true);
        matmul(Samples.of(0, 16), MatMulShape.of(4099, 1031, 1), false);
        matmul(Samples.of(0, 17), MatMulShape.of(1, 1031, 4099), true);
    }

    private void matmul(Samples s, MatMulShape shape, boolean accumulate) {
        check(
                (b, o) -> b.matmul(o.words(0), o.words(1), shape, accumulate, o.words(2)),
                s.words((int) shape.sizeX()),
                s.words((int) shape.sizeY()),
                s.words((int) shape.sizeOut()));
    }

    // ---- digits modulo 67

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void dealsDigits(Samples s) {
        int digits = RingBackend.DIGITS * s.size();
        check(
                (b, o) -> b.dealDigits(o.words(0), o.bytes(1), o.bytes(2)),
                s.words(),
                s.digits(0, digits),
                s.digits(0, digits));
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void blindsDigits(Samples s) {
        int blinded = RingBackend.BLINDED * s.size();
        for (int first = 0; first <= 1; first++) {
            int one = first;
            check(
                    (b, o) ->
                            b.blindDigits(one, o.words(0), o.words(1), o.bytes(2), o.bytes(3), o.bytes(4), o.bytes(5)),
                    s.words(),
                    s.words(),
                    s.digits(0, RingBackend.DIGITS * s.size()),
                    s.digits(1, blinded),
                    s.digits(0, blinded),
                    s.digits(0, blinded));
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void findsZeros(Samples s) {
        byte[] x = s.digits(0, RingBackend.BLINDED * s.size());
        byte[] y = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            int nonZero = s.random().nextInt(1, RingBackend.MODULUS);
            y[i] = (byte) ((nonZero + RingBackend.MODULUS - x[i]) % RingBackend.MODULUS);
        }
        for (int e = 0; e < s.size(); e += 2) {
            int i = RingBackend.BLINDED * e + s.random().nextInt(RingBackend.BLINDED);
            y[i] = (byte) ((RingBackend.MODULUS - x[i]) % RingBackend.MODULUS);
        }
        check((b, o) -> b.anyZero(o.bytes(0), o.bytes(1), o.words(2)), x, y, s.words());
    }

    // ---- trigonometric tables

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void tabulatesHarmonics(Samples s) {
        for (int[] p : new int[][] {{21, 2, 6}, {39, 1, 4}, {40, 1, 16}, {1, 2, 1}, {8, 1, 0}}) {
            check(
                    (b, o) -> b.harmonics(o.words(0), p[0], p[1], p[2], o.words(1), o.words(2)),
                    s.words(),
                    s.words(p[2] * s.size()),
                    s.words(p[2] * s.size()));
        }
    }
}
