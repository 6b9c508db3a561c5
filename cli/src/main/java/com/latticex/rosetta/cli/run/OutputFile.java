package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.data.NpyFile;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.StorageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a revealed value: {@code .npy} as it is, {@code .csv} with a header, one line a row. Replaces the file at once when complete. */
final class OutputFile {
    /** Writes each output that names a file. */
    static final Trainer.Results WRITER = new Trainer.Results() {
        @Override
        public void steps(String name, Output output, List<Integer> steps, List<Values> values) {
            if (output.file() != null) {
                writeSteps(output.file(), name, steps, values);
            }
        }

        @Override
        public void value(String name, Output output, Values value) {
            if (output.file() != null) {
                write(output.file(), name, value);
            }
        }
    };

    private OutputFile() {}

    /**
     * Fails early if the folder cannot be made or written.
     *
     * @throws ConfigurationException naming the folder
     */
    static void prepare(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": its folder cannot be made: " + e, e);
        }
        if (!Files.isWritable(folder)) {
            throw new ConfigurationException(file + ": its folder is not writable");
        }
    }

    static void write(Path file, String name, Values values) {
        replace(file, part -> {
            if (file.toString().endsWith(".npy")) {
                NpyFile.write(
                        part, values.shape().stream().map(Math::toIntExact).toList(), values.numbers());
            } else {
                csv(
                        part,
                        header(name, values.width()),
                        IntStream.range(0, values.rows())
                                .mapToObj(i -> row(values, i))
                                .toList());
            }
        });
    }

    /**
     * Writes what was revealed in training.
     *
     * @param steps numbers of the steps
     * @param values one for each of them, all of one shape
     */
    static void writeSteps(Path file, String name, List<Integer> steps, List<Values> values) {
        replace(file, part -> {
            if (file.toString().endsWith(".npy")) {
                Values all = stack(values);
                NpyFile.write(part, all.shape().stream().map(Math::toIntExact).toList(), all.numbers());
            } else {
                int width = values.isEmpty() ? 1 : values.getFirst().numbers().length;
                csv(
                        part,
                        "step," + header(name, width),
                        IntStream.range(0, steps.size())
                                .mapToObj(i ->
                                        steps.get(i) + "," + join(values.get(i).numbers(), 0, width))
                                .toList());
            }
        });
    }

    /** Puts batches below each other. */
    static Values concatenate(List<Values> batches) {
        Values first = batches.getFirst();
        if (batches.size() == 1 || first.shape().isEmpty()) {
            return first;
        }
        List<Long> shape = new ArrayList<>(first.shape());
        shape.set(0, batches.stream().mapToLong(Values::rows).sum());
        return new Values(shape, joined(batches));
    }

    private static Values stack(List<Values> values) {
        List<Long> shape = new ArrayList<>();
        shape.add((long) values.size());
        if (!values.isEmpty()) {
            shape.addAll(values.getFirst().shape());
        }
        return new Values(shape, joined(values));
    }

    private static double[] joined(List<Values> values) {
        double[] all =
                new double[values.stream().mapToInt(v -> v.numbers().length).reduce(0, Math::addExact)];
        int at = 0;
        for (Values value : values) {
            System.arraycopy(value.numbers(), 0, all, at, value.numbers().length);
            at += value.numbers().length;
        }
        return all;
    }

    private interface Writing {
        void to(Path part) throws IOException;
    }

    private static void replace(Path file, Writing writing) {
        // Two receivers on one machine may write the same result at once: each needs a part file of its own.
        try {
            Path part = Files.createTempFile(
                    file.toAbsolutePath().resolveSibling("").normalize(), file.getFileName() + ".", ".part");
            try {
                writing.to(part);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "the result " + file + " cannot be written: " + e.getMessage()
                            + ". Make room or correct the path, then run again",
                    e);
        }
    }

    private static void csv(Path part, String header, List<String> rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write(header + "\n");
            for (String row : rows) {
                out.write(row + "\n");
            }
        }
    }

    private static String header(String name, int width) {
        return width == 1
                ? name
                : IntStream.range(0, width).mapToObj(j -> name + "_" + j).collect(Collectors.joining(","));
    }

    private static String row(Values values, int row) {
        int width = values.width();
        return join(values.numbers(), row * width, width);
    }

    private static String join(double[] numbers, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Double.toString(numbers[i]))
                .collect(Collectors.joining(","));
    }
}
