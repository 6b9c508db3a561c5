package com.latticex.rosetta.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs; how fast is nobody's business here. */
class BenchmarksTest {
    @ParameterizedTest
    @ValueSource(classes = {ElementwiseBenchmark.class, PrgBenchmark.class, CompareBenchmark.class})
    void runsOnTheProcessor(Class<?> benchmark) throws RunnerException {
        assertThat(run(benchmark, "size", "32")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = MatMulBenchmark.class)
    void multipliesMatrices(Class<?> benchmark) throws RunnerException {
        assertThat(run(benchmark, "shape", "32x30x1")).hasSize(2);
    }

    /** In one process: over TLS it starts others. */
    @Test
    void runsOperations() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().param("mesh", "memory");
        assertThat(run(options, ProtocolBenchmark.class, "work", "Relu(100)", "MatMul(2x3 3x4)"))
                .hasSize(2);
    }

    private static Collection<RunResult> run(Class<?> benchmark, String parameter, String value)
            throws RunnerException {
        return run(new OptionsBuilder(), benchmark, parameter, value);
    }

    private static Collection<RunResult> run(
            ChainedOptionsBuilder options, Class<?> benchmark, String parameter, String... values)
            throws RunnerException {
        return new Runner(options.include(benchmark.getName())
                        .param(parameter, values)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(5))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
