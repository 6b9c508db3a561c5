package com.latticex.rosetta.bench;

import com.latticex.rosetta.backend.Words;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/** Elementwise kernels, and plain Java loops that HotSpot vectorises by itself. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {DeviceBenchmark.VECTORS, DeviceBenchmark.NATIVE})
@SuppressWarnings("NullAway.Init")
public class ElementwiseBenchmark extends DeviceBenchmark {
    @Param({"32", "4096", "262144", "4194304"})
    public int size;

    private final Words[] in = new Words[5];
    private final long[][] plain = new long[6][];
    private Words out;

    @Override
    void allocate() {
        for (int i = 0; i < in.length; i++) {
            in[i] = words(size);
        }
        out = words(size);
        for (int i = 0; i < plain.length; i++) {
            plain[i] = new long[size];
        }
    }

    @Benchmark
    public long add() {
        backend.add(in[0], in[1], out);
        return finish();
    }

    @Benchmark
    public long beaver() {
        backend.beaver(1, in[0], in[1], in[2], in[3], in[4], out);
        return finish();
    }

    @Benchmark
    public long truncateOpened() {
        backend.truncateOpened(1, 16, in[0], in[1], in[2], out);
        return finish();
    }

    @Benchmark
    public long copy() {
        backend.copy(in[0], out);
        return finish();
    }

    @Benchmark
    public long[] plainAdd() {
        add(plain[0], plain[1], plain[5]);
        return plain[5];
    }

    @Benchmark
    public long[] plainBeaver() {
        beaver(plain[0], plain[1], plain[2], plain[3], plain[4], plain[5]);
        return plain[5];
    }

    private static void add(long[] x, long[] y, long[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i] + y[i];
        }
    }

    private static void beaver(long[] mx, long[] my, long[] a, long[] b, long[] ab, long[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (my[i] - b[i]) * mx[i] + ab[i] - my[i] * a[i];
        }
    }
}
