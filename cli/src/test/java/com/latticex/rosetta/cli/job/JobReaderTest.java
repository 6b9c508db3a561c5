package com.latticex.rosetta.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class JobReaderTest {
    static final String JOB = """
            name: credit
            parties:
              - {address: 127.0.0.1:7100, certificate: keys/party0.pem}
              - {address: "[::1]:7101", certificate: keys/party1.pem, key: /secret/party1.key}
              - {address: helper.example:7102, certificate: keys/party2.pem}
            fraction_bits: 18
            timeouts: {connect_seconds: 60}
            graph: graph.pbtxt
            initialize: init
            inputs:
              features:0:
                parts:
                  - {owner: 0, columns: [age, income], train: p0.csv, predict: q0.csv}
                  - {owner: 1, column_range: [2, 5], train: p1.npy, predict: q1.npy}
              labels: {owner: 0, columns: [label], train: p0.csv, predict: q0.csv, sign: true}
              rate: {value: 0.5}
            train: {operation: step, batch_size: 32, epochs: 3, order: shuffled, seed: 7}
            outputs:
              loss: {tensor: "loss:0", when: step, to: [0, 1], every: 10}
              weights: {variable: w, when: trained, to: [1], file: out/w.npy}
              score: {tensor: prob, when: predict, to: [0]}
            metrics: {prediction: score, label: labels, report: [accuracy, auc]}
            """;

    @TempDir
    Path folder;

    @Test
    void readsEveryKey() throws IOException {
        Job job = read(JOB);
        assertThat(job.name()).isEqualTo("credit");
        assertThat(job.protocol()).isEqualTo("securenn");
        assertThat(job.fractionBits()).isEqualTo(18);
        assertThat(job.timeouts())
                .isEqualTo(
                        new Timeouts(Duration.ofSeconds(60), Timeouts.DEFAULT.receive(), Timeouts.DEFAULT.reconnect()));
        assertThat(job.graph()).isEqualTo(folder.resolve("graph.pbtxt"));
        assertThat(job.parties().get(1).address()).isEqualTo(new Address("::1", 7101));
        assertThat(job.parties().get(1).key()).isEqualTo(Path.of("/secret/party1.key"));
        Input features = job.inputs().get("features");
        assertThat(features.parts()).hasSize(2);
        assertThat(features.parts().get(0).columns()).isEqualTo(new Columns.Named(List.of("age", "income")));
        assertThat(features.parts().get(1).columns()).isEqualTo(new Columns.Range(2, 5));
        assertThat(features.parts().get(1).width()).isEqualTo(3);
        assertThat(job.inputs().get("labels").encoding().sign()).isTrue();
        assertThat(job.inputs().get("rate").value()).isEqualTo(0.5);
        assertThat(job.train()).isEqualTo(new Training("step", 32, 3, 0, false, Training.Order.SHUFFLED, 7, null));
        assertThat(job.outputs().keySet()).containsExactly("loss", "weights", "score");
        assertThat(job.outputs().get("loss").source()).isEqualTo("loss");
        assertThat(job.outputs().get("loss").every()).isEqualTo(10);
        assertThat(job.outputs().get("weights").variable()).isTrue();
        assertThat(job.metrics().report()).isEqualTo(Set.of(Metrics.Kind.ACCURACY, Metrics.Kind.AUC));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fraction_bits: 18 | fraction_bit: 18 | fraction_bit: unknown key; did you mean fraction_bits?",
                "columns: [age, income] | colums: [age] | inputs.features:0.parts[0].colums: unknown key; did you mean columns?",
                "owner: 1, | owner: 7, | inputs.features:0.parts[1]: owner: there is no party 7",
                "owner: 1, | owner: one, | inputs.features:0.parts[1].owner: this must be a whole number",
                "owner: 1, | | inputs.features:0.parts[1].owner: this key is required",
                "fraction_bits: 18 | fraction_bits: 31 | fraction_bits must be 1 to 30, not 31",
                "fraction_bits: 18 | fraction_bits: 1.5 | fraction_bits: this must be a whole number",
                "batch_size: 32 | batch_size: '\"32\"' | train.batch_size: this must be a whole number",
                "batch_size: 32, | | train: batch_size is missing",
                "epochs: 3 | epochs: 3, steps: 4 | train: give epochs or steps, one of the two",
                "order: shuffled | order: sorted | train.order: this must be one of sequential, shuffled",
                "when: trained | when: later | outputs.weights.when: this must be one of step, trained, predict",
                "to: [1] | to: [] | outputs.weights: to names no party",
                "file: out/w.npy | file: out/w.txt | outputs.weights: file must end in .csv or .npy",
                "127.0.0.1:7100 | 127.0.0.1 | parties[0].address: \"127.0.0.1\" is not an address",
                "127.0.0.1:7100 | helper.example:7102 | parties 0 and 2 have the same address",
                "column_range: [2, 5] | column_range: [5, 2] | inputs.features:0.parts[1]: column_range must be",
                "train: p1.npy, | | inputs.features: some parts have a file under train and some have not",
                "prediction: score | prediction: loss | metrics.prediction: loss is not an output with when: predict",
                "to: [0]} | to: [1]} | metrics: party 0 owns the label, so outputs.score must be revealed to it",
                "graph: graph.pbtxt | graph: | graph: there is no value",
                "graph: graph.pbtxt | | graph: this key is required",
                "graph: graph.pbtxt | graph: [a] | graph: this must be the path of a file",
                "name: credit | name: credit\\nname: twice | Duplicate",
                "name: credit | name: [ | line",
            })
    void namesTheFault(String part, String replacement, String message) {
        String broken = JOB.replace(part, replacement == null ? "" : replacement.replace("\\n", "\n"));
        assertThat(broken).isNotEqualTo(JOB);
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("job.yaml")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n")
                .doesNotContain("com.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "---", "null", "[]", "just text", "{}", "\t", "a: &x [*x]", "\u0000"})
    void refusesWhatIsNoJob(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> JobReader.read(folder.resolve("none.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no such job file");
    }

    private Job read(String text) throws IOException {
        return JobReader.read(Files.writeString(folder.resolve("job.yaml"), text));
    }
}
