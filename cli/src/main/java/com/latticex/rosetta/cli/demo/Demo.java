package com.latticex.rosetta.cli.demo;

import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.process.LocalRun;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.cli.report.LocalReport;
import com.latticex.rosetta.cli.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Runs the demonstration from its files to its report. */
public final class Demo {
    private final @Nullable Path json;
    private final @Nullable Path keep;
    private final @Nullable String device;
    private final boolean verbose;
    private final Instant started =
            ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    /**
     * One demonstration.
     *
     * @param json where to write the numbers, or null
     * @param keep where the files stay, or null for a temporary folder
     * @param device for all three parties, or null for the default
     */
    public Demo(@Nullable Path json, @Nullable Path keep, @Nullable String device, boolean verbose) {
        this.json = json;
        this.keep = keep;
        this.device = device;
        this.verbose = verbose;
    }

    /** Whether private and plain training agree. */
    public boolean run(Progress progress) {
        Path folder = keep == null ? temporary() : keep;
        try {
            return run(DemoFolder.create(folder), progress);
        } finally {
            if (keep == null) {
                LocalRun.delete(folder);
            }
        }
    }

    private boolean run(DemoFolder folder, Progress progress) {
        Stopwatch watch = new Stopwatch(progress);
        LocalReport local;
        try (LocalRun run = LocalRun.start(folder.job(), JobReader.read(folder.job()), device, false, verbose, watch)) {
            // TensorFlow is loaded here only after the parties have ended: they need the processors now.
            local = LocalReport.of(run.await());
        }
        PlainResult plain = PlainResult.train(folder);
        DemoReport report = DemoReport.of(local, plain, watch.secondsToTraining, seconds());
        System.out.print(report.text());
        if (json != null) {
            Report.write(json, report);
        }
        if (!report.agrees()) {
            System.err.println(
                    "rosetta: private and plain training do not agree: accuracy and AUC may differ by 0.01 and"
                            + " weights by 0.02. This is a fault of this program; please report it.");
        }
        return report.agrees();
    }

    private double seconds() {
        return Duration.between(started, Instant.now()).toMillis() / 1e3;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("rosetta-demo");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    /** Notes when training begins. */
    private final class Stopwatch implements Progress {
        private final Progress shown;
        private volatile double secondsToTraining = Double.NaN;

        Stopwatch(Progress shown) {
            this.shown = shown;
        }

        @Override
        public void ready(String found) {
            shown.ready(found);
        }

        @Override
        public void begin(String phase, int steps) {
            if (phase.equals("training")) {
                secondsToTraining = seconds();
            }
            shown.begin(phase, steps);
        }

        @Override
        public void step(int done, OptionalDouble loss) {
            shown.step(done, loss);
        }

        @Override
        public void end() {
            shown.end();
        }

        @Override
        public void close() {
            shown.close();
        }
    }
}
