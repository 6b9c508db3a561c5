package com.latticex.rosetta.cli;

import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.run.Plan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "Shows what of a job's graph becomes private, what stays public, what has no private form,",
            "and what a step costs. Connects to nobody and reads no data."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = "The job file.")
    @SuppressWarnings("NullAway.Init")
    private Path jobFile;

    @Override
    public Integer call() {
        Job job = JobReader.read(jobFile);
        Plan plan = Plan.of(job);
        System.out.print(plan.text());
        return plan.isComplete() ? 0 : Main.MISUSED;
    }
}
