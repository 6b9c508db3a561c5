package com.latticex.rosetta.bench;

import com.latticex.rosetta.party.Cost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole operations at three parties, each with one compute thread: threads of one process ({@code memory}), or three processes over TLS on
 * the loopback interface ({@code tls}). The time is P0's; the 0.5 percentile is the median.
 *
 * <pre>
 *   java -jar bench/target/benchmarks.jar Protocol -p mesh=tls -p work='Relu(100000)'
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 1, time = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {DeviceBenchmark.VECTORS, DeviceBenchmark.NATIVE, "-Drosetta.cpu.threads=1"})
@SuppressWarnings("NullAway.Init")
public class ProtocolBenchmark {
    /** As in {@code -Drosetta.device}. */
    @Param("cpu")
    public String device;

    @Param({"memory", "tls"})
    public String mesh;

    /** See {@link Workload}. */
    @Param({
        "Relu@BITS(100000)",
        "Relu(100000)",
        "Mul(65536 65536)",
        "Mul(1048576 1048576)",
        "Sigmoid@BITS(16384)",
        "Sigmoid(16384)",
        "MatMul(128x784 784x128)"
    })
    public String work;

    private Path folder;
    private Trio trio;
    private Cost cost;

    /** What one invocation costs. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Declared {
        public long rounds;
        public long bytes;
    }

    @Setup(Level.Trial)
    public void start() throws IOException {
        cost = Workload.parse(work).cost();
        folder = Files.createTempDirectory("rosetta-bench");
        trio = mesh.equals("tls") ? Trio.overTls(work, device, folder) : Trio.inMemory(Workload.parse(work), device);
    }

    @TearDown(Level.Trial)
    public void stop() throws IOException {
        trio.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(ProtocolBenchmark::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Benchmark
    public void run(Declared declared) {
        trio.leader().lead();
        declared.rounds = cost.rounds();
        declared.bytes = cost.total();
    }
}
