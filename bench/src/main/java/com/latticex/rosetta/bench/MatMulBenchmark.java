package com.latticex.rosetta.bench;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.Words;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/** Matrix products, and the plain Java loop in the order i, k, j. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {DeviceBenchmark.VECTORS, DeviceBenchmark.NATIVE})
@SuppressWarnings("NullAway.Init")
public class MatMulBenchmark extends DeviceBenchmark {
    @Param({"1024x1024x1024", "128x784x128", "64x64x64", "32x30x1", "30x32x1", "10000x30x1"})
    public String shape;

    private MatMulShape matmul;
    private Words x;
    private Words y;
    private Words out;
    private long[] plainX;
    private long[] plainY;
    private long[] plainOut;

    @Override
    void allocate() {
        int[] e =
                Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        matmul = MatMulShape.of(e[0], e[1], e[2]);
        x = words(matmul.sizeX());
        y = words(matmul.sizeY());
        out = words(matmul.sizeOut());
        plainX = new long[(int) matmul.sizeX()];
        plainY = new long[(int) matmul.sizeY()];
        plainOut = new long[(int) matmul.sizeOut()];
    }

    @Benchmark
    public long matmul() {
        backend.matmul(x, y, matmul, false, out);
        return finish();
    }

    @Benchmark
    public long[] plainJava() {
        int m = (int) matmul.m();
        int k = (int) matmul.k();
        int n = (int) matmul.n();
        Arrays.fill(plainOut, 0);
        for (int i = 0; i < m; i++) {
            for (int l = 0; l < k; l++) {
                long factor = plainX[i * k + l];
                for (int j = 0; j < n; j++) {
                    plainOut[i * n + j] += factor * plainY[l * n + j];
                }
            }
        }
        return plainOut;
    }
}
