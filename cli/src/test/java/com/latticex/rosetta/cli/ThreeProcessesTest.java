package com.latticex.rosetta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.latticex.rosetta.cli.data.NpyFile;
import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.process.LocalRun;
import com.latticex.rosetta.cli.process.PartyFailedException;
import com.latticex.rosetta.cli.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real thing: three operating-system processes, sockets, TLS, files. */
class ThreeProcessesTest {
    private static final double MOST_LOSS_DIFFERENCE = 0.01;
    private static final double MOST_WEIGHT_DIFFERENCE = 0.02;

    @TempDir
    Path folder;

    @Test
    void theDemoAgreesWithPlainTensorFlow() throws IOException {
        Path json = folder.resolve("demo.json");
        assertThat(Main.run("demo", "--json", json.toString())).isZero();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.get("accuracy").asDouble())
                .isCloseTo(report.get("plain_accuracy").asDouble(), within(0.01))
                .isGreaterThan(0.95);
        assertThat(report.get("auc").asDouble())
                .isCloseTo(report.get("plain_auc").asDouble(), within(0.01))
                .isGreaterThan(0.99);
        // Equal weights would mean that nothing was computed in fixed point.
        assertThat(report.get("max_weight_difference").asDouble()).isPositive().isLessThan(MOST_WEIGHT_DIFFERENCE);
        assertThat(report.get("steps").asInt()).isEqualTo(130);
        assertThat(report.get("rounds_per_step").asDouble()).isBetween(1.0, 20.0);
        assertThat(report.get("protocol").asText()).isEqualTo("securenn");
        assertThat(report.get("fraction_bits").asInt()).isEqualTo(16);
        assertThat(report.get("device").asText()).isNotBlank();
        assertThat(report.get("seconds_total").asDouble())
                .isGreaterThan(report.get("seconds_training").asDouble());
        Set<Long> pids = new HashSet<>();
        report.get("pids").forEach(pid -> pids.add(pid.asLong()));
        assertThat(pids).hasSize(3).doesNotContain(ProcessHandle.current().pid());
        for (String link : List.of("0->1", "1->0", "0->2", "1->2", "2->1")) {
            assertThat(report.get("bytes").get(link).asLong()).as(link).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "logreg_xent_f32, 'kernel,bias', 'kernel,bias', probability.npy",
        "linreg_f64, 'w,b', 'w,b', ''",
    })
    void aGraphFromPythonTrainsToTheRecordedLossesAndWeights(
            String name, String outputs, String variables, String prediction) throws IOException {
        Path job = Fixtures.copy(name, folder);
        assertThat(Main.run("local", job.toString())).isZero();
        List<Double> expected = Fixtures.losses(folder.resolve("expected/loss.csv"));
        List<Double> losses = Fixtures.losses(folder.resolve("out/loss.csv"));
        assertThat(losses).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(losses.get(i)).as("loss at step " + i).isCloseTo(expected.get(i), within(MOST_LOSS_DIFFERENCE));
        }
        for (int i = 0; i < outputs.split(",").length; i++) {
            double[] found = NpyFile.read(folder.resolve("out/" + outputs.split(",")[i] + ".npy"))
                    .values();
            double[] wanted = NpyFile.read(
                            folder.resolve("expected/final_" + variables.split(",")[i] + ".npy"))
                    .values();
            assertThat(found).as(outputs.split(",")[i]).containsExactly(wanted, within(MOST_WEIGHT_DIFFERENCE));
        }
        if (!prediction.isEmpty()) {
            assertThat(NpyFile.read(folder.resolve("out/" + prediction)).values())
                    .containsExactly(
                            NpyFile.read(folder.resolve("expected/test_prediction.npy"))
                                    .values(),
                            within(0.02));
        }
    }

    @Test
    void aKilledPartyEndsTheOthers() throws Exception {
        Path job = Fixtures.copy("linreg_f64", folder);
        Fixtures.replace(job, "steps: 50", "steps: 1000000");
        Begun begun = new Begun();
        try (LocalRun run = LocalRun.start(job, JobReader.read(job), null, false, false, begun)) {
            begun.latch.await();
            assertThat(ProcessHandle.of(run.pids().get(1)).map(ProcessHandle::destroyForcibly))
                    .contains(true);
            assertThatThrownBy(run::await)
                    .isInstanceOf(PartyFailedException.class)
                    .hasMessageContaining("party 1")
                    .hasMessageContaining("signal 9");
            assertThat(run.pids()).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        }
    }

    @Test
    void aFailureOfOnePartyIsTheFailureOfAll() throws IOException {
        Path job = Fixtures.copy("linreg_f64", folder);
        Files.writeString(folder.resolve("short.csv"), "a,b\n1,2\n");
        Fixtures.replace(job, "column_range: [4, 10], train: train.csv", "column_range: [4, 10], train: short.csv");
        java.io.StringWriter said = new java.io.StringWriter();
        int code = Main.run(new java.io.PrintWriter(said, true), "local", job.toString());
        assertThat(said.toString()).contains("short.csv: column_range ends at 10, but the file has 2 columns");
        assertThat(code).isEqualTo(2);
    }

    /** Waits for the first training step. */
    private static final class Begun implements Progress {
        private final CountDownLatch latch = new CountDownLatch(1);

        @Override
        public void ready(String device) {}

        @Override
        public void begin(String phase, int steps) {}

        @Override
        public void step(int done, OptionalDouble loss) {
            latch.countDown();
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    }
}
