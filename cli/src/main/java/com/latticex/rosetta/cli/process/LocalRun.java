package com.latticex.rosetta.cli.process;

import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.progress.EventProgress;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.cli.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The three parties of a job as processes of this machine, with the progress of party 0 relayed. */
public final class LocalRun implements AutoCloseable {
    private final Job job;
    private final Path folder;
    private final ThreeProcesses processes;

    private LocalRun(Job job, Path folder, ThreeProcesses processes) {
        this.job = job;
        this.folder = folder;
        this.processes = processes;
    }

    /**
     * Starts the three processes and returns at once.
     *
     * @param device for all three, or null for the default
     * @param resume go on with an interrupted run
     * @param verbose let through everything the parties say
     */
    public static LocalRun start(
            Path jobFile, Job job, @Nullable String device, boolean resume, boolean verbose, Progress progress) {
        Path folder = temporaryFolder();
        try {
            LocalParties parties = LocalParties.of(job, folder);
            ThreeProcesses processes = new ThreeProcesses(
                    party -> arguments(jobFile, parties, folder, party, device, resume, verbose),
                    new Relay(progress, verbose));
            return new LocalRun(job, folder, processes);
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    /** Process numbers, by party. */
    public List<Long> pids() {
        return processes.pids();
    }

    /**
     * Waits for the end and gives the parties' reports.
     *
     * @throws PartyFailedException with the message of the party that failed first
     */
    public List<Report> await() {
        Optional<ThreeProcesses.Failure> failure = processes.await();
        if (failure.isPresent()) {
            throw new PartyFailedException(
                    failure.get().exitCode(), failure.get().message());
        }
        ClassArchive.adopt();
        forgetKeys();
        return IntStream.range(0, 3)
                .mapToObj(i -> Report.read(report(folder, i)))
                .toList();
    }

    /** Keys that were kept for going on after an interruption. */
    private void forgetKeys() {
        Path keys = LocalParties.keys(job, folder);
        if (!keys.equals(folder) && Files.isDirectory(keys)) {
            delete(keys);
            try {
                Files.deleteIfExists(keys.toAbsolutePath().getParent());
            } catch (IOException e) {
                System.getLogger(LocalRun.class.getName())
                        .log(System.Logger.Level.INFO, "something else is kept beside {0}", keys);
            }
        }
    }

    @Override
    public void close() {
        processes.close();
        delete(folder);
    }

    private static List<String> arguments(
            Path jobFile,
            LocalParties parties,
            Path folder,
            int party,
            @Nullable String device,
            boolean resume,
            boolean verbose) {
        List<String> arguments = new ArrayList<>(List.of("run", jobFile.toString(), "--party", "" + party, "--child"));
        arguments.addAll(List.of("--json", report(folder, party).toString()));
        arguments.addAll(List.of("--parties", parties.file().toString()));
        if (device != null) {
            arguments.addAll(List.of("--device", device));
        }
        if (resume) {
            arguments.add("--resume");
        }
        if (verbose) {
            arguments.add("--verbose");
        }
        return arguments;
    }

    private static Path report(Path folder, int party) {
        return folder.resolve("report" + party + ".json");
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("rosetta");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    /** Deletes a folder made for the occasion, as far as possible. */
    public static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(LocalRun.class.getName()).log(System.Logger.Level.INFO, "not deleted: " + folder, e);
        }
    }

    /** Shows the progress that party 0 reports; the rest only on request, as failures are shown at the end. */
    private record Relay(Progress progress, boolean verbose) implements ThreeProcesses.Listener {
        @Override
        public void out(int party, String line) {
            if (party == 0 && EventProgress.relay(line, progress)) {
                return;
            }
            err(party, line);
        }

        @Override
        public void err(int party, String line) {
            if (verbose) {
                System.err.println("party " + party + ": " + line);
            }
        }
    }
}
