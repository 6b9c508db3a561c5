package com.latticex.rosetta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.cli.Trio.End;
import com.latticex.rosetta.cli.keys.KeyFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong ends every party, with an exit code and one message. */
class BadInputTest {
    @TempDir
    Path folder;

    private Trio trio;

    @BeforeEach
    void begin() throws IOException {
        trio = new Trio(folder, "linreg_f64");
    }

    @Test
    void aMissingDataFile() throws Exception {
        Files.delete(trio.folder(1).resolve("train.csv"));
        List<End> ends = trio.run(0, 1, 2);
        fails(ends.get(1), 2, "train.csv", "there is no such data file");
        fails(ends.get(0), 1, "party 1 cannot take part");
        fails(ends.get(2), 1, "party 1 cannot take part");
    }

    @Test
    void aFieldThatIsNoNumber() throws Exception {
        Path data = trio.folder(0).resolve("train.csv");
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(data));
        lines.set(4, lines.get(4).replaceAll("[^,]*$", "seven"));
        Files.write(data, lines);
        List<End> ends = trio.run(0, 1, 2);
        fails(ends.get(0), 2, "train.csv, line 5, column \"progression100\"", "not a number");
        assertThat(ends.get(0).said()).doesNotContain("seven");
        fails(ends.get(1), 1, "party 0 cannot take part");
        fails(ends.get(2), 1, "party 0 cannot take part");
    }

    @Test
    void aColumnThatDoesNotExist() throws Exception {
        for (int party = 0; party < 3; party++) {
            Fixtures.replace(trio.job(party), "column_range: [10, 11]", "columns: [progression]");
        }
        List<End> ends = trio.run(0, 1, 2);
        fails(ends.get(0), 2, "train.csv", "no column \"progression\"", "did you mean progression100?");
        fails(ends.get(1), 1, "party 0 cannot take part");
        fails(ends.get(2), 1, "party 0 cannot take part");
    }

    @Test
    void anUnknownKeyInTheJob() throws Exception {
        Fixtures.replace(trio.job(0), "batch_size", "batchsize: 3, batch_size");
        fails(trio.run(0).getFirst(), 2, "job.yaml, line", "train.batchsize", "did you mean batch_size?");
    }

    @Test
    void differentNumbersOfRows() throws Exception {
        Path data = trio.folder(2).resolve("train.csv");
        List<String> lines = Files.readAllLines(data);
        Files.write(data, lines.subList(0, lines.size() - 3));
        for (End end : trio.run(0, 1, 2)) {
            assertThat(end.said()).contains("rows under train differ", "party 1 has 354 rows", "party 2 has 351 rows");
            assertThat(end.exitCode()).isIn(1, 2);
            onlyAMessage(end);
        }
    }

    @Test
    void aWrongCertificate() throws Exception {
        Path others = folder.resolve("other keys");
        for (int i = 0; i < 3; i++) {
            KeyFiles.of(others, i).generate();
        }
        Path wrong = KeyFiles.of(others, 1).certificate();
        // P0 and P2 have been given another certificate for party 1 than the one it uses.
        Path given = Files.createDirectory(folder.resolve("given"));
        for (int i = 0; i < 3; i++) {
            Path from = i == 1 ? wrong : KeyFiles.of(trio.keys(), i).certificate();
            Files.copy(from, KeyFiles.of(given, i).certificate(), StandardCopyOption.REPLACE_EXISTING);
        }
        shortWait();
        trio.pin(0, given);
        trio.pin(2, given);
        List<End> ends = trio.run(0, 1, 2);
        for (End end : ends) {
            assertThat(end.exitCode()).isIn(1, 2);
            onlyAMessage(end);
        }
        assertThat(ends).anySatisfy(end -> assertThat(end.said()).contains("certificate"));
    }

    @Test
    void aPortInUse() throws Exception {
        shortWait();
        try (ServerSocket taken = new ServerSocket(trio.port(0), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            List<End> ends = trio.run(0, 1, 2);
            assertThat(ends.get(0).exitCode()).isIn(1, 2);
            assertThat(ends.get(0).said()).contains("127.0.0.1, port " + trio.port(0));
            onlyAMessage(ends.get(0));
            fails(ends.get(1), 1, "P0");
            fails(ends.get(2), 1, "P0");
        }
    }

    @Test
    void aPeerThatNeverComes() throws Exception {
        shortWait();
        for (End end : trio.run(0, 1)) {
            fails(end, 1, "P2");
        }
    }

    @Test
    void anUnsupportedOperation() throws Exception {
        for (int party = 0; party < 3; party++) {
            Fixtures.replace(
                    trio.folder(party).resolve("graph.pbtxt"),
                    "name: \"prediction\"\n  op: \"Identity\"",
                    "name: \"prediction\"\n  op: \"Lgamma\"");
        }
        for (End end : trio.run(0, 1, 2)) {
            fails(end, 2, "prediction (Lgamma)");
        }
    }

    @Test
    void aGraphThatDiffers() throws Exception {
        Files.writeString(
                trio.folder(2).resolve("graph.pbtxt"),
                Files.readString(trio.folder(2).resolve("graph.pbtxt")) + "\n# changed\n");
        for (End end : trio.run(0, 1, 2)) {
            fails(end, 1, "disagree about graph", "P2");
        }
    }

    @Test
    void settingsThatDiffer() throws Exception {
        Fixtures.replace(trio.job(1), "steps: 50", "steps: 51");
        for (End end : trio.run(0, 1, 2)) {
            fails(end, 1, "disagree about train.steps", "50", "51");
        }
    }

    @Test
    void aMissingGraph() throws Exception {
        Files.delete(trio.folder(0).resolve("graph.pbtxt"));
        fails(trio.run(0).getFirst(), 2, "graph.pbtxt", "there is no such graph file");
    }

    @Test
    void aMissingKey() throws Exception {
        Files.delete(KeyFiles.of(trio.keys(), 0).key());
        fails(trio.run(0).getFirst(), 2, "party0.key", "rosetta keygen");
    }

    @Test
    void anUnknownDevice() throws Exception {
        assertThat(Main.run("run", trio.job(0).toString(), "--party", "5")).isEqualTo(2);
        assertThat(Main.run("run", folder.resolve("none.yaml").toString(), "--party", "0"))
                .isEqualTo(2);
        assertThat(Main.run("rnu")).isEqualTo(2);
    }

    private void shortWait() throws IOException {
        for (int party = 0; party < 3; party++) {
            Fixtures.replace(trio.job(party), "connect_seconds: 120", "connect_seconds: 5");
        }
    }

    private static void fails(End end, int exitCode, String... parts) {
        assertThat(end.said()).contains(parts);
        assertThat(end.exitCode()).isEqualTo(exitCode);
        onlyAMessage(end);
    }

    private static void onlyAMessage(End end) {
        assertThat(end.said().strip().lines()).hasSize(1);
        assertThat(end.said()).startsWith("rosetta: ").doesNotContain("\tat ").doesNotContain("Exception");
    }
}
