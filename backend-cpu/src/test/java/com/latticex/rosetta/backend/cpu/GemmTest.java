package com.latticex.rosetta.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.MatMulShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kinds of tile and the halving of products, on any processor; and a number of threads. */
class GemmTest {
    record Way(GemmTiles tiles, int leastHalf, int threads) {}

    static Stream<Way> ways() {
        return Stream.of(GemmTiles.values())
                .flatMap(tiles -> Stream.of(new Way(tiles, 0, 1), new Way(tiles, 8, 1), new Way(tiles, 32, 3)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void equalsTheSumOfProducts(Way way) {
        List<MatMulShape> shapes = List.of(
                MatMulShape.of(6, 1, 33),
                MatMulShape.of(65, 67, 66),
                MatMulShape.of(96, 100, 128),
                MatMulShape.of(203, 310, 131),
                MatMulShape.of(64, 600, 40),
                new MatMulShape(3, 48, 33, 70, false, false, false, false));
        for (MatMulShape shape : shapes) {
            for (int choice = 0; choice < 8; choice++) {
                MatMulShape transposed = new MatMulShape(
                        shape.batch(),
                        shape.m(),
                        shape.k(),
                        shape.n(),
                        (choice & 1) != 0,
                        (choice & 2) != 0,
                        shape.broadcastX(),
                        shape.broadcastY());
                check(transposed, (choice & 4) != 0, way);
            }
        }
    }

    private static void check(MatMulShape shape, boolean accumulate, Way way) {
        SplittableRandom random = new SplittableRandom(shape.hashCode());
        long[] x = random.longs(shape.sizeX()).toArray();
        long[] y = random.longs(shape.sizeY()).toArray();
        long[] out = random.longs(shape.sizeOut()).toArray();
        Gemm gemm = new Gemm(shape, way.tiles, new CpuSettings(way.threads, way.leastHalf));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = place(arena, out);
            MemorySegment workspace = arena.allocate(gemm.workspace() + 64, 64);
            gemm.matmul(
                    place(arena, x).address(),
                    place(arena, y).address(),
                    accumulate,
                    result.address(),
                    workspace.address());
            assertThat(result.toArray(ValueLayout.JAVA_LONG))
                    .as("%s, accumulate %s, %s", shape, accumulate, way)
                    .isEqualTo(expected(shape, x, y, accumulate ? out : new long[out.length]));
        }
    }

    private static MemorySegment place(Arena arena, long[] content) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, content);
    }

    private static long[] expected(MatMulShape s, long[] x, long[] y, long[] start) {
        long[] out = start.clone();
        int m = (int) s.m();
        int k = (int) s.k();
        int n = (int) s.n();
        for (int e = 0; e < out.length; e++) {
            int g = e / (m * n);
            int i = e / n % m;
            int j = e % n;
            for (int l = 0; l < k; l++) {
                out[e] += x[g * m * k + (s.transposeX() ? l * m + i : i * k + l)]
                        * y[g * k * n + (s.transposeY() ? j * k + l : l * n + j)];
            }
        }
        return out;
    }
}
