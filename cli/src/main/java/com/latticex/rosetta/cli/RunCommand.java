package com.latticex.rosetta.cli;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.progress.EventProgress;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.cli.report.Report;
import com.latticex.rosetta.cli.run.PartyRun;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Runs one party of a job, together with the two others on their machines or terminals.",
            "Start all three; the order does not matter."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = "The job file.")
    @SuppressWarnings("NullAway.Init")
    private Path jobFile;

    @Option(names = "--party", required = true, paramLabel = "N", description = "Which party this is: 0, 1 or 2.")
    private int party;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "This party's private key; default: the job's, or keys/partyN.key beside the job file.")
    private @Nullable Path key;

    @Option(
            names = "--parties",
            paramLabel = "FILE",
            description = "Addresses and certificates from this file, a list as under parties, instead of the job's.")
    private @Nullable Path partiesFile;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu, cuda, cuda:1, opencl, fpga.")
    private @Nullable String device;

    @Option(
            names = "--resume",
            description = "Go on with an interrupted run from its checkpoints; all three parties must.")
    private boolean resume;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was measured to this file.")
    private @Nullable Path json;

    @Option(names = "--child", hidden = true)
    private boolean child;

    @Override
    public Integer call() {
        Role role = RoleOption.role(party);
        if (child) {
            endWithParent();
        }
        if (device != null) {
            System.setProperty(Backends.DEVICE, device);
        }
        Job job = JobReader.read(jobFile);
        if (partiesFile != null) {
            job = job.between(JobReader.readParties(partiesFile));
        }
        if (job.parties().isEmpty()) {
            throw new ConfigurationException(
                    jobFile + ": parties is missing: the addresses and certificates of the three"
                            + " (or give them with --parties)");
        }
        try (Progress progress = child ? new EventProgress() : Progress.onStandardError()) {
            Report report = new PartyRun(job, role, key, resume, progress).run();
            if (json != null) {
                report.write(json);
            }
            if (!child) {
                System.out.print(report.text());
            }
        }
        return 0;
    }

    /** A party that another process started does not outlive it. */
    private static void endWithParent() {
        Thread.ofPlatform().daemon().name("parent watch").start(() -> {
            try {
                // Nothing is ever said on this stream; its end is the message.
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                System.err.println("the parent process has gone");
            }
            System.exit(Main.FAILED);
        });
    }
}
