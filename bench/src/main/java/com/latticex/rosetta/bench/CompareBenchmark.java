package com.latticex.rosetta.bench;

import com.latticex.rosetta.backend.Bytes;
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

/** The local steps of the private comparison; size is the number of compared words. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {DeviceBenchmark.VECTORS, DeviceBenchmark.NATIVE})
@SuppressWarnings("NullAway.Init")
public class CompareBenchmark extends DeviceBenchmark {
    @Param({"32", "1024", "65536"})
    public int size;

    private Words r;
    private Words c;
    private Words coins;
    private Words out;
    private Bytes share;
    private Bytes second;
    private Bytes multipliers;
    private Bytes refresh;
    private Bytes blinded;

    @Override
    void allocate() {
        r = words(size);
        c = words(size);
        coins = words(size);
        out = words(size);
        share = digits(63L * size);
        second = digits(63L * size);
        multipliers = digits(64L * size);
        refresh = digits(64L * size);
        blinded = digits(64L * size);
    }

    @Benchmark
    public long dealDigits() {
        backend.dealDigits(r, share, second);
        return finish();
    }

    @Benchmark
    public long blindDigits() {
        backend.blindDigits(1, c, coins, share, multipliers, refresh, blinded);
        return finish();
    }

    @Benchmark
    public long anyZero() {
        backend.anyZero(multipliers, refresh, out);
        return finish();
    }
}
