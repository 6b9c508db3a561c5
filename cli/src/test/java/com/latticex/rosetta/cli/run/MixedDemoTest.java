package com.latticex.rosetta.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.fpga.BoardProcess;
import com.latticex.rosetta.cli.demo.Devices;
import com.latticex.rosetta.cli.graph.JobGraph;
import com.latticex.rosetta.cli.graph.PrivateGraph;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.cli.job.Training;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.RecordingChannel;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.securenn.SecureNN;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demonstration's graph and data by TensorFlow at three parties with three kinds of device: every message and every
 * weight is that of three processors, given the same seeds.
 */
class MixedDemoTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private record Outcome(List<Double> weights, Map<String, String> transcript) {}

    private static Outcome train(Path jobFile, Map<Role, String> devices) {
        Map<String, String> transcript = new ConcurrentHashMap<>();
        List<List<Double>> weights = ThreeParties.seeded(31)
                .on(role -> Backends.installed().open(Objects.requireNonNull(devices.get(role))))
                .through(channel -> new RecordingChannel(channel, transcript))
                .run(party -> train(JobReader.read(jobFile), party));
        return new Outcome(weights.getFirst(), new TreeMap<>(transcript));
    }

    /** One epoch. The weights as P0 sees them; nobody else does. */
    private static List<Double> train(Job job, Party party) {
        JobGraph graph = JobGraph.read(job.graph());
        List<InputLayout> layouts = InputLayout.all(job, graph.placeholders());
        PartyData data = PartyData.read(job, layouts, EnumSet.of(party.role()));
        Map<DataSet, Integer> rows = RowCounts.exchange(party.channel(), layouts, data.rows());
        Training training = Objects.requireNonNull(job.train());
        try (PrivateGraph secret = graph.secret(job, party, new SecureNN())) {
            Trainer trainer = new Trainer(
                    job,
                    secret,
                    data,
                    output -> output.to().contains(party.role().index()),
                    NOWHERE,
                    Progress.NONE);
            trainer.initialize();
            trainer.train(training, Batches.of(training, rows.getOrDefault(DataSet.TRAIN, 0)));
            Values kernel = trainer.revealTrained().get("kernel");
            return kernel == null
                    ? List.of()
                    : Arrays.stream(kernel.numbers()).boxed().toList();
        }
    }

    private static final Trainer.Results NOWHERE = new Trainer.Results() {
        @Override
        public void steps(String name, Output output, List<Integer> steps, List<Values> values) {}

        @Override
        public void value(String name, Output output, Values value) {}
    };

    @Test
    void threeKindsOfDeviceTrainToTheSameBits() throws Exception {
        Devices.needs("opencl");
        Path bitstream = BoardProcess.prepare(folder).bitstream();
        Path job = Devices.demo(folder.resolve("demo"));
        Files.writeString(job, Files.readString(job).replace("epochs: 10", "epochs: 1"));
        String before = System.setProperty("rosetta.fpga.bitstream", bitstream.toString());
        try {
            Outcome onProcessors = train(job, Map.of(Role.P0, "cpu", Role.P1, "cpu", Role.P2, "cpu"));
            Outcome mixed = train(job, Map.of(Role.P0, "cpu", Role.P1, "opencl", Role.P2, "fpga"));
            assertThat(onProcessors.transcript()).hasSizeGreaterThan(13 * 10);
            assertThat(onProcessors.weights()).hasSize(30);
            assertThat(mixed).isEqualTo(onProcessors);
        } finally {
            if (before == null) {
                System.clearProperty("rosetta.fpga.bitstream");
            } else {
                System.setProperty("rosetta.fpga.bitstream", before);
            }
        }
    }
}
