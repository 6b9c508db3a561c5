package com.latticex.rosetta.bench;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What one core can do at most: 64-bit multiply-adds that touch no memory. A matrix product is measured against it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {DeviceBenchmark.VECTORS, DeviceBenchmark.NATIVE})
public class LimitBenchmark {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    /** As many as a product of two 128 x 128 matrices. */
    private static final int MULTIPLY_ADDS = 128 * 128 * 128;

    private static final int CHAINS = 8;

    @Benchmark
    public long multiplyAdds() {
        LongVector step = LongVector.broadcast(LONGS, 3);
        LongVector a = step.addIndex(1);
        LongVector b = step.addIndex(2);
        LongVector c = step.addIndex(3);
        LongVector d = step.addIndex(4);
        LongVector e = step.addIndex(5);
        LongVector f = step.addIndex(6);
        LongVector g = step.addIndex(7);
        LongVector h = step.addIndex(8);
        for (int i = 0; i < MULTIPLY_ADDS / CHAINS / LONGS.length(); i++) {
            LongVector factor = step.add(i);
            a = a.add(b.mul(factor));
            b = b.add(c.mul(factor));
            c = c.add(d.mul(factor));
            d = d.add(e.mul(factor));
            e = e.add(f.mul(factor));
            f = f.add(g.mul(factor));
            g = g.add(h.mul(factor));
            h = h.add(step.mul(factor));
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).reduceLanes(VectorOperators.ADD);
    }
}
