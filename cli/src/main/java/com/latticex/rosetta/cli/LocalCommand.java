package com.latticex.rosetta.cli;

import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.process.LocalRun;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.cli.report.LocalReport;
import com.latticex.rosetta.cli.report.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "local",
        description = {
            "Runs all three parties of a job as processes of this machine.",
            "Keys and ports that the job does not name are made for the occasion."
        },
        mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = "The job file.")
    @SuppressWarnings("NullAway.Init")
    private Path jobFile;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu, cuda, cuda:1, opencl, fpga.")
    private @Nullable String device;

    @Option(
            names = "--resume",
            description = "Go on with an interrupted run from its checkpoints; all three parties must.")
    private boolean resume;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was measured to this file.")
    private @Nullable Path json;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Main main;

    @Override
    public Integer call() {
        Job job = JobReader.read(jobFile);
        try (Progress progress = Progress.onStandardError();
                LocalRun run = LocalRun.start(jobFile, job, device, resume, main.isVerbose(), progress)) {
            LocalReport report = LocalReport.of(run.await());
            System.out.print(report.text());
            if (json != null) {
                Report.write(json, report);
            }
            return 0;
        }
    }
}
