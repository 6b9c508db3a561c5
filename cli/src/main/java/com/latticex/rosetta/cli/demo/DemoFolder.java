package com.latticex.rosetta.cli.demo;

import com.latticex.rosetta.cli.keys.KeyFiles;
import com.latticex.rosetta.cli.process.FreePorts;
import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The demonstration's files: keys, graph, job, and each owner's part of the Breast Cancer Wisconsin (Diagnostic) data.
 *
 * <p>Every fourth patient is held out. Each owner standardises its own columns by the mean and deviation of its training
 * rows, so nothing crosses between the owners.
 *
 * @param folder where they are
 */
record DemoFolder(Path folder) {
    private static final int FEATURES = 30;
    private static final int OF_PARTY_0 = 15;

    Path job() {
        return folder.resolve("job.yaml");
    }

    Path kernel() {
        return folder.resolve("result/kernel.npy");
    }

    Path bias() {
        return folder.resolve("result/bias.npy");
    }

    /**
     * Writes everything.
     *
     * @throws ConfigurationException if the folder holds a demonstration already
     */
    static DemoFolder create(Path folder) {
        DemoFolder demo = new DemoFolder(folder);
        if (Files.exists(demo.job())) {
            throw new ConfigurationException(folder + " holds a demo already; choose another folder with --keep");
        }
        try {
            Files.createDirectories(folder);
            List<Integer> ports = FreePorts.three();
            String job = resource("job.yaml");
            for (int party = 0; party < 3; party++) {
                KeyFiles.of(folder.resolve("keys"), party).generate();
                job = job.replace("@PORT" + party + "@", String.valueOf(ports.get(party)));
            }
            Files.writeString(demo.job(), job);
            Files.writeString(folder.resolve("graph.pbtxt"), resource("graph.pbtxt"));
            demo.writeData();
            return demo;
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's folder cannot be written", e);
        }
    }

    private void writeData() throws IOException {
        List<String> lines = resource("breast_cancer.csv").lines().toList();
        String[] header = lines.getFirst().split(",");
        List<double[]> train = new ArrayList<>();
        List<double[]> test = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(",");
            double[] row = new double[fields.length];
            for (int j = 0; j < fields.length; j++) {
                row[j] = Double.parseDouble(fields[j]);
            }
            (i % 4 == 0 ? test : train).add(row);
        }
        standardise(train, test);
        write("party0/train.csv", header, train, 0, OF_PARTY_0, true);
        write("party0/test.csv", header, test, 0, OF_PARTY_0, true);
        write("party1/train.csv", header, train, OF_PARTY_0, FEATURES, false);
        write("party1/test.csv", header, test, OF_PARTY_0, FEATURES, false);
    }

    private static void standardise(List<double[]> train, List<double[]> test) {
        for (int column = 0; column < FEATURES; column++) {
            int j = column;
            double mean = train.stream().mapToDouble(r -> r[j]).average().orElseThrow();
            double variance = train.stream()
                    .mapToDouble(r -> (r[j] - mean) * (r[j] - mean))
                    .average()
                    .orElseThrow();
            double deviation = Math.sqrt(variance);
            train.forEach(r -> r[j] = (r[j] - mean) / deviation);
            test.forEach(r -> r[j] = (r[j] - mean) / deviation);
        }
    }

    private void write(String name, String[] header, List<double[]> rows, int from, int to, boolean label)
            throws IOException {
        StringBuilder text = new StringBuilder();
        StringJoiner head = new StringJoiner(",");
        for (int j = from; j < to; j++) {
            head.add(header[j]);
        }
        text.append(head).append(label ? "," + header[FEATURES] : "").append('\n');
        for (double[] row : rows) {
            for (int j = from; j < to; j++) {
                text.append(j == from ? "" : ",").append(String.format(Locale.ROOT, "%.9g", row[j]));
            }
            text.append(label ? "," + (int) row[FEATURES] : "").append('\n');
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DemoFolder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
