package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.cli.Ending;
import com.latticex.rosetta.cli.graph.JobGraph;
import com.latticex.rosetta.cli.graph.PrivateGraph;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.Checkpoint;
import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.cli.job.Input;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Metrics;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.cli.job.Training;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.cli.report.Report;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.error.StorageException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Traffic;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.FixedPoint;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One party's part in a job, from its files to its report. */
public final class PartyRun {
    private final Job job;
    private final Role role;
    private final @Nullable Path key;
    private final boolean resuming;
    private final Progress progress;

    /**
     * One party of a job whose parties are named.
     *
     * @param key its private key, or null for the job's or the default one
     * @param resuming whether an interrupted run goes on
     */
    public PartyRun(Job job, Role role, @Nullable Path key, boolean resuming, Progress progress) {
        this.job = job;
        this.role = role;
        this.key = key;
        this.resuming = resuming;
        this.progress = progress;
    }

    /** What this party knows before it meets the others. */
    private record Prepared(JobGraph graph, List<InputLayout> layouts, PartyData data) {}

    /**
     * Meets the others and does the job.
     *
     * @throws RosettaException if anything fails here or at a peer; the peers have been told
     */
    public Report run() {
        Protocols.require(job.protocol());
        log("job read");
        JobGraph graph = JobGraph.read(job.graph());
        log("graph read");
        Meeting meeting = Meeting.of(job, role, key, resuming);
        try (Checkpoints checkpoints = Checkpoints.of(job, role, meeting.privateKey(), resuming)) {
            Prepared prepared;
            try {
                prepared = prepare(graph, checkpoints);
            } catch (ConfigurationException | StorageException e) {
                meeting.callOff();
                throw e;
            }
            log("data read");
            try (RingBackend backend = opened();
                    Party party = meeting.meet(backend, new FixedPoint(job.fractionBits()), checkpoints::agree)) {
                return run(prepared, party, checkpoints);
            }
        }
    }

    /** Does this party's part among parties that have met and agreed. */
    Report run(Party party, Checkpoints checkpoints) {
        return run(prepare(JobGraph.read(job.graph()), checkpoints), party, checkpoints);
    }

    private Report run(Prepared prepared, Party party, Checkpoints checkpoints) {
        try (Ending.Action _ = Ending.by(() -> party.channel().abort(Ending.TEXT))) {
            return new Work(prepared, party, checkpoints).report();
        } catch (RuntimeException e) {
            // The first cause counts; where a peer failed, its own is there already.
            party.channel().abort(cause(e));
            throw e;
        }
    }

    private static RingBackend opened() {
        RingBackend backend = Backends.open();
        log("device opened");
        return backend;
    }

    private Prepared prepare(JobGraph graph, Checkpoints checkpoints) {
        checkpoints.prepare();
        if (job.resume() != null) {
            graph.requireResumable(job);
        }
        List<InputLayout> layouts = InputLayout.all(job, graph.placeholders());
        for (Output output : job.outputs().values()) {
            if (output.file() != null && isVisible(output)) {
                OutputFile.prepare(output.file());
            }
        }
        Checkpoint checkpoint = job.checkpoint();
        if (checkpoint != null && checkpoint.save() != null) {
            OutputFile.prepare(checkpoint.save());
        }
        return new Prepared(graph, layouts, PartyData.read(job, layouts, EnumSet.of(role)));
    }

    /** The run proper, among parties that have met. */
    private final class Work {
        private final Prepared prepared;
        private final Party party;
        private final Channel channel;
        private final Checkpoints checkpoints;
        private final StepLog log = new StepLog();
        private final byte[] fingerprint;

        Work(Prepared prepared, Party party, Checkpoints checkpoints) {
            this.prepared = prepared;
            this.party = party;
            this.channel = party.channel();
            this.checkpoints = checkpoints;
            this.fingerprint = prepared.data().fingerprint();
        }

        Report report() {
            log("parties met");
            Map<DataSet, Integer> rows = RowCounts.exchange(
                    channel, prepared.layouts(), prepared.data().rows());
            Training training = job.train();
            Batches batches = training == null ? null : Batches.of(training, rows.getOrDefault(DataSet.TRAIN, 0));
            try (PrivateGraph graph = prepared.graph().secret(job, party, Protocols.require(job.protocol()))) {
                log("graph made private");
                progress.ready(text(party.backend().device()));
                Trainer trainer =
                        new Trainer(job, graph, prepared.data(), PartyRun.this::isVisible, OutputFile.WRITER, progress);
                begin(graph, trainer);
                log("variables initialized");
                Traffic before = channel.traffic();
                Trainer.Times times = training == null || batches == null
                        ? Trainer.Times.NONE
                        : trainer.train(
                                training,
                                batches,
                                checkpoints.start(),
                                log,
                                done -> checkpoints.after(done, batches.steps(), graph, channel, fingerprint, log));
                Traffic after = channel.traffic();
                trainer.revealTrained();
                Checkpoint plain = job.checkpoint();
                if (plain != null && plain.save() != null) {
                    graph.save(plain.save());
                }
                Map<String, Values> predicted =
                        job.predicts() ? trainer.predict(rows.getOrDefault(DataSet.PREDICT, 0)) : Map.of();
                Map<String, Double> quality = quality(prepared.data(), predicted);
                checkpoints.finish(channel);
                return new Measurements(job, party, checkpoints.start(), times, before, after, quality).report();
            }
        }

        private void begin(PrivateGraph graph, Trainer trainer) {
            if (!checkpoints.restores()) {
                trainer.initialize();
                Checkpoint plain = job.checkpoint();
                if (plain != null && plain.restore() != null) {
                    graph.restore(plain.restore());
                }
            }
            checkpoints.begin(graph, channel, fingerprint, log);
        }
    }

    private Map<String, Double> quality(PartyData data, Map<String, Values> predicted) {
        Metrics metrics = job.metrics();
        if (metrics == null) {
            return Map.of();
        }
        Input label = Objects.requireNonNull(job.inputs().get(metrics.label()));
        if (label.parts().getFirst().owner() != role.index()) {
            return Map.of();
        }
        Values prediction = Objects.requireNonNull(predicted.get(metrics.prediction()));
        return Quality.of(metrics, prediction, data.label(metrics.label()));
    }

    private boolean isVisible(Output output) {
        return output.to().contains(role.index());
    }

    /** Our own errors name no private value; of others only the kind may leave this machine. */
    static String cause(RuntimeException e) {
        return e instanceof RosettaException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    /** Shown with --verbose: where the start goes. */
    private static void log(String reached) {
        ProcessHandle.Info info = ProcessHandle.current().info();
        Duration processor = info.totalCpuDuration().orElse(Duration.ZERO);
        Duration since = Duration.between(info.startInstant().orElseGet(Instant::now), Instant.now());
        System.getLogger(PartyRun.class.getName())
                .log(
                        Level.INFO,
                        "{0} after {1} ms, {2} ms of processor time",
                        reached,
                        since.toMillis(),
                        processor.toMillis());
    }

    private static String text(DeviceInfo device) {
        return device.backend() + ":" + device.index() + " " + device.name();
    }
}
