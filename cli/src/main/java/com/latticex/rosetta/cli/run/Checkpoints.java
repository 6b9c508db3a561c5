package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.graph.PrivateGraph;
import com.latticex.rosetta.cli.job.Agreed;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Resume;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.tls.KeyFile;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensorflow.checkpoint.Binding;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointKey;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One party's checkpoints in a run: from which it goes on, and which it leaves behind.
 *
 * <p>Each party writes its own file and then waits until all have theirs on the disk; only then an older one is deleted. So whenever a party
 * crashes there is a step of which all three have a checkpoint, and with {@code --resume} they go on from the newest such step. They go on
 * with other masks: the pair seeds are drawn anew in every meeting, and so is the PRG epoch.
 */
final class Checkpoints implements AutoCloseable {
    private final Job job;
    private final boolean resuming;
    private final @Nullable Resume settings;
    private final @Nullable CheckpointKey key;
    private final Generations generations;
    private Binding binding;
    private @Nullable Binding from;
    private long last = -1;

    private Checkpoints(Job job, Role role, boolean resuming, @Nullable CheckpointKey key, Generations generations) {
        this.job = job;
        this.resuming = resuming;
        this.settings = job.resume();
        this.key = key;
        this.generations = generations;
        this.binding = new Binding(
                role.index(),
                job.protocol(),
                job.fractionBits(),
                Agreed.sha256(job.graph()),
                Agreed.sha256(Agreed.settings(job)),
                "",
                0,
                0);
    }

    /**
     * Those of one party of a job.
     *
     * @param privateKey from which the key of the files is derived
     * @param resuming whether the run goes on with an interrupted one
     */
    static Checkpoints of(Job job, Role role, Path privateKey, boolean resuming) {
        Resume settings = job.resume();
        if (settings == null) {
            if (resuming) {
                throw new ConfigurationException("--resume: the job keeps no checkpoints to go on from; add 'resume:"
                        + " {every: 100}' to it before the next run");
            }
            return new Checkpoints(job, role, false, null, new Generations(job.folder()));
        }
        Generations generations = new Generations(settings.folder().resolve("party" + role.index()));
        return new Checkpoints(job, role, resuming, CheckpointKey.of(KeyFile.der(privateKey)), generations);
    }

    /**
     * Looks at what is there.
     *
     * @throws ConfigurationException if it is of another job or party, or if an interrupted run would be overwritten
     */
    void prepare() {
        if (settings == null) {
            return;
        }
        generations.prepare();
        List<Binding> found = generations.found(binding);
        if (!resuming && !found.isEmpty()) {
            throw new ConfigurationException(generations.folder()
                    + " holds checkpoints of an interrupted run, the last of step "
                    + found.getFirst().step() + ": go on with it by --resume, or delete the folder to start anew");
        }
    }

    /**
     * Finds with the others the step to go on from, and a PRG epoch that no run has had.
     *
     * @return the epoch
     * @throws ConfigurationException at all parties alike, if they have no checkpoint in common
     */
    long agree(Channel channel) {
        Lineage lineage = Lineage.agree(channel, resuming ? generations.found(binding) : List.of());
        from = lineage.from();
        binding = new Binding(
                binding.party(),
                binding.protocol(),
                binding.fractionBits(),
                binding.graph(),
                binding.job(),
                lineage.session(),
                lineage.epoch(),
                0);
        return lineage.epoch();
    }

    /** Training steps that are done already. */
    int start() {
        return from == null ? 0 : Math.toIntExact(from.step());
    }

    /** Whether the graph has its variables already once {@link #begin} has been called. */
    boolean restores() {
        return from != null;
    }

    /**
     * Takes back what was kept, or keeps what there is at the start.
     *
     * @param data fingerprint of this party's training data
     */
    void begin(PrivateGraph graph, Channel channel, byte[] data, StepLog log) {
        Binding source = from;
        if (settings == null) {
            return;
        }
        if (source == null || key == null) {
            generations.keepOnly(List.of());
            write(0, graph, channel, data, log);
            return;
        }
        Path file = generations.file(source.step());
        byte[] kept = graph.restoreShares(file, key, source, in -> {
            byte[] fingerprint = new byte[data.length];
            in.readFully(fingerprint);
            log.readFrom(in);
            return fingerprint;
        });
        if (!MessageDigest.isEqual(kept, data)) {
            throw new ConfigurationException("the training data of party " + source.party()
                    + " is not what it was when " + file + " was written; put the same files there");
        }
        last = source.step();
        generations.keepOnly(List.of(last));
    }

    /** Keeps what there is after so many steps if it is time to. */
    void after(int done, int steps, PrivateGraph graph, Channel channel, byte[] data, StepLog log) {
        if (settings != null && (done % settings.every() == 0 || done == steps)) {
            write(done, graph, channel, data, log);
        }
    }

    private void write(long step, PrivateGraph graph, Channel channel, byte[] data, StepLog log) {
        if (key == null) {
            throw new IllegalStateException("no key for a checkpoint");
        }
        graph.saveShares(generations.file(step), key, binding.at(step), out -> {
            out.write(data);
            log.writeTo(out);
        });
        Exchange.meet(channel, "checkpoint", step);
        List<Long> kept = new ArrayList<>(List.of(step));
        if (last >= 0) {
            kept.add(last);
        }
        generations.keepOnly(kept);
        last = step;
    }

    /** Everything is done at all parties: nothing need be gone on with. */
    void finish(Channel channel) {
        Exchange.meet(channel, "done", 0);
        if (settings != null) {
            generations.deleteAll();
        }
    }

    @Override
    public void close() {
        if (key != null) {
            key.close();
        }
    }

    @Override
    public String toString() {
        return "Checkpoints" + Arrays.asList(job.name(), generations.folder());
    }
}
