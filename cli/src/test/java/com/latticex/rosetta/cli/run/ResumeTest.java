package com.latticex.rosetta.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.cli.Fixtures;
import com.latticex.rosetta.cli.data.NpyFile;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.keys.KeyFiles;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.cli.report.Report;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.party.Watch;
import com.latticex.rosetta.randomness.PairSeeds;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted and goes on from its checkpoints, by three parties in one process. */
@Timeout(120)
class ResumeTest {
    private static final int STEPS = 12;
    private static final double CLOSE = 0x1p-10;

    /** What ends a party. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crashed by the test");
        }
    }

    @TempDir
    Path folder;

    private Path job;
    private final Map<Role, Set<String>> draws = new EnumMap<>(Role.class);

    @BeforeEach
    void prepare() throws IOException {
        job = Fixtures.copy("linreg_f64", folder.resolve("job"));
        Fixtures.replace(job, "steps: 50", "steps: " + STEPS);
        Files.writeString(job, Files.readString(job) + "\nresume: {every: 5}\n");
        for (int party = 0; party < 3; party++) {
            KeyFiles.of(keys(), party).generate();
            draws.put(Role.of(party), new HashSet<>());
        }
    }

    private Path keys() {
        return folder.resolve("keys");
    }

    private Path checkpoints() {
        return folder.resolve("job/checkpoints");
    }

    private Path checkpoint(int party, int step) {
        return checkpoints().resolve("party" + party + "/step-" + step + ".checkpoint");
    }

    /** Nothing happens in between. */
    private List<Report> run(boolean resuming) {
        return run(resuming, Role.P0, -1, UnaryOperator.identity());
    }

    /** Ends one party when it has done so many steps. */
    private List<Report> run(boolean resuming, Role crashing, int after, UnaryOperator<Channel> channels) {
        return ThreeParties.seeded(1)
                .on(role -> recording(role, Backends.installed().open("cpu")))
                .through(channels)
                .run(party -> one(party, resuming, party.role() == crashing ? after : -1));
    }

    /** The seeds are always the same, as they never are: what keeps masks apart is the epoch alone. */
    private Report one(Party met, boolean resuming, int crashAfter) throws InterruptedException {
        Job read = JobReader.read(job);
        Role role = met.role();
        Path key = KeyFiles.of(keys(), role.index()).key();
        try (Checkpoints checkpoints = Checkpoints.of(read, role, key, resuming)) {
            checkpoints.prepare();
            long epoch = checkpoints.agree(met.channel());
            Party party = new Party(role, met.backend(), met.channel(), FixedPoint.DEFAULT, seeds(role), epoch);
            List<Report> report = new ArrayList<>();
            List<RuntimeException> failure = new ArrayList<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    report.add(
                            new PartyRun(read, role, key, resuming, crashingAfter(crashAfter)).run(party, checkpoints));
                } catch (RuntimeException e) {
                    failure.add(e);
                }
            });
            thread.join();
            if (!failure.isEmpty()) {
                throw failure.getFirst();
            }
            return report.getFirst();
        }
    }

    private static PairSeeds seeds(Role role) {
        Map<Role, Seed> seeds = new EnumMap<>(Role.class);
        for (Role peer : Role.values()) {
            if (peer != role) {
                byte[] key = new byte[Seed.BYTES];
                key[0] = (byte) (role.index() + peer.index());
                seeds.put(peer, Seed.of(key));
            }
        }
        return new PairSeeds(role, seeds);
    }

    private RingBackend recording(Role role, RingBackend backend) {
        return Watch.backend(
                backend,
                (method, arguments) -> {
                    if (method.startsWith("random")) {
                        String address = HexFormat.of().formatHex(((Seed) arguments[0]).key()) + " " + arguments[1];
                        Set<String> own = draws.get(role);
                        synchronized (draws) {
                            if (own == null || !own.add(address)) {
                                throw new AssertionError("an address is drawn twice at " + role);
                            }
                        }
                    }
                },
                (method, arguments) -> {});
    }

    private static Progress crashingAfter(int steps) {
        return new Progress() {
            @Override
            public void ready(String device) {}

            @Override
            public void begin(String phase, int count) {}

            @Override
            public void step(int done, OptionalDouble loss) {
                if (done == steps) {
                    throw new Crash();
                }
            }

            @Override
            public void end() {}

            @Override
            public void close() {}
        };
    }

    private double[] weights() throws IOException {
        return NpyFile.read(folder.resolve("job/out/w.npy")).values();
    }

    private List<Integer> stepsSeen() throws IOException {
        return Files.readAllLines(folder.resolve("job/out/loss.csv")).stream()
                .skip(1)
                .map(line -> Integer.valueOf(line.split(",")[0]))
                .toList();
    }

    private static void crash(Runnable run) {
        assertThat(catchThrowable(run::run)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aRunInterruptedAgainAndAgainEndsAsOneThatWasNot() throws IOException {
        run(false);
        double[] uninterrupted = weights();
        assertThat(checkpoints()).as("nothing need be gone on with").doesNotExist();
        Files.delete(folder.resolve("job/out/loss.csv"));

        crash(() -> run(false, Role.P1, 3, UnaryOperator.identity()));
        assertThat(checkpoint(1, 0)).exists();
        crash(() -> run(true, Role.P2, 9, UnaryOperator.identity()));
        assertThat(checkpoint(0, 5)).exists();
        crash(() -> run(true, Role.P0, 11, UnaryOperator.identity()));
        assertThat(checkpoint(2, 10)).exists();
        List<Report> reports = run(true);

        assertThat(weights()).hasSameSizeAs(uninterrupted).containsExactly(uninterrupted, within(CLOSE));
        assertThat(stepsSeen()).isEqualTo(IntStream.range(0, STEPS).boxed().toList());
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.steps()).isEqualTo(STEPS);
            assertThat(report.resumedFrom()).isEqualTo(10);
        });
        assertThat(draws.get(Role.P2))
                .as("every address was drawn once in all five runs")
                .hasSizeGreaterThan(100);
        assertThat(checkpoints()).doesNotExist();
    }

    /** A party may crash between its checkpoint and that of the others: they go on from the one before. */
    @Test
    void theCheckpointOfOnePartyAloneIsNotGoneOnFrom() throws IOException {
        run(false);
        double[] uninterrupted = weights();
        crash(() -> run(
                false,
                Role.P0,
                -1,
                channel -> channel.self() == Role.P2 ? failingAfter(channel, checkpoint(0, 10)) : channel));
        Files.delete(checkpoint(2, 10));
        Files.deleteIfExists(checkpoint(1, 10));
        assertThat(checkpoint(0, 10)).exists();
        crash(() -> run(true, Role.P1, 6, UnaryOperator.identity()));
        assertThat(checkpoint(0, 10)).as("of an epoch that is over").doesNotExist();
        run(true);
        assertThat(weights()).containsExactly(uninterrupted, within(CLOSE));
        assertThat(stepsSeen()).hasSize(STEPS).doesNotHaveDuplicates();
    }

    /** Ends a party before it can meet the others after its checkpoint, when one of them has written its own. */
    private static Channel failingAfter(Channel channel, Path others) {
        return Watch.channel(channel, (method, arguments) -> {
            if (method.equals("send") && arguments[1].toString().equals("rosetta/checkpoint#10/0")) {
                for (int i = 0; i < 1000 && !Files.exists(others); i++) {
                    LockSupport.parkNanos(10_000_000);
                }
                throw new Crash();
            }
        });
    }

    @Test
    void whatDoesNotBelongTogetherIsRefusedByName() throws IOException {
        crash(() -> run(false, Role.P1, 11, UnaryOperator.identity()));
        byte[] own = Files.readAllBytes(checkpoint(0, 10));

        assertRefused(false, "holds checkpoints of an interrupted run, the last of step 10", "--resume");

        Files.copy(checkpoint(1, 10), checkpoint(0, 10), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(true, "step-10.checkpoint is a checkpoint of another party: 1 instead of 0");

        Files.copy(checkpoint(0, 5), checkpoint(0, 10), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(true, "step-10.checkpoint is a checkpoint of step 5");

        byte[] changed = own.clone();
        changed[changed.length - 100] ^= 1;
        Files.write(checkpoint(0, 10), changed);
        assertRefused(true, "step-10.checkpoint was changed, cut short, or made with another private key");

        Files.delete(checkpoint(0, 10));
        Files.delete(checkpoint(0, 5));
        assertRefused(true, "no checkpoint in common: P0 has none; P1 has step 10");

        Files.write(checkpoint(0, 10), own);
        String data = Files.readString(folder.resolve("job/train.csv"));
        Files.writeString(folder.resolve("job/train.csv"), data.replaceFirst("\n(.*),[^,]+\n", "\n$1,0.125\n"));
        assertRefused(true, "the training data of party 0 is not what it was");
        Files.writeString(folder.resolve("job/train.csv"), data);

        String text = Files.readString(job);
        Files.writeString(job, text.replace("steps: " + STEPS, "steps: 13"));
        assertRefused(true, "is a checkpoint of another job");
        Files.writeString(job, text);
        Path graph = JobReader.read(job).graph();
        Files.writeString(graph, Files.readString(graph) + "\n");
        assertRefused(true, "is a checkpoint of another graph");
    }

    /** A whole run's checkpoints cannot take the place of another's, although everything else about them is the same. */
    @Test
    void checkpointsOfAnotherSessionOrEpochAreRefused() throws IOException {
        crash(() -> run(false, Role.P1, 6, UnaryOperator.identity()));
        byte[] earlier = Files.readAllBytes(checkpoint(0, 5));
        for (int party = 0; party < 3; party++) {
            new Generations(checkpoints().resolve("party" + party)).keepOnly(List.of());
        }
        crash(() -> run(false, Role.P1, 6, UnaryOperator.identity()));
        Files.write(checkpoint(0, 5), earlier);
        Files.delete(checkpoint(0, 0));
        assertRefused(true, "no checkpoint in common: P0 has step 5 of session");
    }

    private void assertRefused(boolean resuming, String... text) {
        assertThatThrownBy(() -> run(resuming))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(text);
    }

    @Test
    void onlyAJobThatKeepsCheckpointsCanGoOn() throws IOException {
        Fixtures.replace(job, "resume: {every: 5}", "");
        assertRefused(true, "--resume: the job keeps no checkpoints");
    }

    /** What was half-written when the machine failed is cleared away. */
    @Test
    void anUnfinishedFileDoesNoHarm() throws IOException {
        crash(() -> run(false, Role.P1, 6, UnaryOperator.identity()));
        Path part = checkpoint(0, 10).resolveSibling("step-10.checkpoint" + CheckpointFile.UNFINISHED);
        Files.writeString(part, "half");
        run(true);
        assertThat(part).doesNotExist();
    }
}
