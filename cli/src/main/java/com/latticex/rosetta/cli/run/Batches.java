package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.data.NpyFile;
import com.latticex.rosetta.cli.job.Training;
import com.latticex.rosetta.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Which rows each training step takes; the same at all parties. Used by one thread. */
final class Batches {
    private final int steps;
    private final int rows;
    private final int batchSize;
    private final int perEpoch;
    private final @Nullable Long seed;
    private final int @Nullable [][] listed;
    private int shuffledEpoch = -1;
    private int[] shuffled = {};

    private Batches(int steps, int rows, int batchSize, int perEpoch, @Nullable Long seed, int @Nullable [][] listed) {
        this.steps = steps;
        this.rows = rows;
        this.batchSize = batchSize;
        this.perEpoch = perEpoch;
        this.seed = seed;
        this.listed = listed;
    }

    /**
     * The steps over so many rows.
     *
     * @throws ConfigurationException if there are fewer rows than a full batch needs, or a listed row does not exist
     */
    static Batches of(Training training, int rows) {
        if (training.batches() != null) {
            int[][] listed = listed(training.batches(), rows);
            int steps = training.steps() == 0 ? listed.length : training.steps();
            return new Batches(steps, rows, 0, listed.length, null, listed);
        }
        int size = training.batchSize();
        int perEpoch = training.dropLast() ? rows / size : Math.ceilDiv(rows, size);
        if (perEpoch == 0) {
            throw new ConfigurationException("train: " + rows + " rows make no full batch of " + size
                    + "; lower batch_size or set drop_last: false");
        }
        long steps = training.steps() > 0 ? training.steps() : (long) perEpoch * training.epochs();
        if (steps > Integer.MAX_VALUE) {
            throw new ConfigurationException("train: " + steps + " steps are more than can be counted; lower epochs");
        }
        Long seed = training.order() == Training.Order.SHUFFLED ? training.seed() : null;
        return new Batches((int) steps, rows, size, perEpoch, seed, null);
    }

    /** Rows of a full step, known without the data. */
    static int rowsPerStep(Training training) {
        if (training.batches() == null) {
            return training.batchSize();
        }
        List<Integer> shape = NpyFile.read(training.batches()).shape();
        return shape.size() == 2 ? shape.get(1) : 0;
    }

    int steps() {
        return steps;
    }

    /** Row numbers of a step, counted from 0. */
    int[] rows(int step) {
        if (listed != null) {
            return listed[step % listed.length];
        }
        int from = step % perEpoch * batchSize;
        int[] batch = new int[Math.min(batchSize, rows - from)];
        int[] order = seed == null ? null : shuffled(step / perEpoch, seed);
        for (int i = 0; i < batch.length; i++) {
            batch[i] = order == null ? from + i : order[from + i];
        }
        return batch;
    }

    /** A fresh permutation each epoch (Fisher and Yates), from a generator whose output Java's specification fixes. */
    private int[] shuffled(int epoch, long key) {
        if (epoch != shuffledEpoch) {
            Random random = new Random(key * 0x9E3779B97F4A7C15L + epoch);
            shuffled = new int[rows];
            for (int i = 0; i < rows; i++) {
                int j = random.nextInt(i + 1);
                shuffled[i] = shuffled[j];
                shuffled[j] = i;
            }
            shuffledEpoch = epoch;
        }
        return shuffled;
    }

    private static int[][] listed(Path source, int rows) {
        NpyFile file = NpyFile.read(source);
        List<Integer> shape = file.shape();
        if (shape.size() != 2 || file.values().length == 0) {
            throw new ConfigurationException(
                    source + ": batches must be an array of (step, row), not of shape " + shape);
        }
        int[][] listed = new int[shape.get(0)][shape.get(1)];
        for (int step = 0; step < listed.length; step++) {
            for (int i = 0; i < listed[step].length; i++) {
                double row = file.values()[step * shape.get(1) + i];
                if (row != Math.rint(row) || row < 0 || row >= rows) {
                    throw new ConfigurationException(source + ": step " + step + " names row " + (long) row
                            + ", but the training data has the rows 0 to " + (rows - 1));
                }
                listed[step][i] = (int) row;
            }
        }
        return listed;
    }
}
