package com.latticex.rosetta.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.cli.data.NpyFile;
import com.latticex.rosetta.cli.job.Training;
import com.latticex.rosetta.cli.job.Training.Order;
import com.latticex.rosetta.error.ConfigurationException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
    @Test
    void countsEpochsWithAndWithoutTheLastBatch() {
        Batches all = Batches.of(new Training("t", 4, 2, 0, false, Order.SEQUENTIAL, 0, null), 10);
        assertThat(all.steps()).isEqualTo(6);
        assertThat(all.rows(2)).containsExactly(8, 9);
        assertThat(all.rows(3)).containsExactly(0, 1, 2, 3);
        Batches full = Batches.of(new Training("t", 4, 2, 0, true, Order.SEQUENTIAL, 0, null), 10);
        assertThat(full.steps()).isEqualTo(4);
        assertThat(full.rows(2)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void wrapsAroundForManySteps() {
        Batches batches = Batches.of(new Training("t", 4, 0, 7, true, Order.SEQUENTIAL, 0, null), 9);
        assertThat(batches.steps()).isEqualTo(7);
        assertThat(batches.rows(6)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shufflesEachEpochAnewAndAlikeEverywhere() {
        Training training = new Training("t", 5, 3, 0, false, Order.SHUFFLED, 7, null);
        Batches here = Batches.of(training, 20);
        Batches there = Batches.of(training, 20);
        int[][] epochs = new int[3][];
        for (int step = 0; step < here.steps(); step++) {
            assertThat(here.rows(step)).isEqualTo(there.rows(step));
            int[] rows = here.rows(step);
            int epoch = step / 4;
            epochs[epoch] = epochs[epoch] == null
                    ? rows
                    : IntStream.concat(Arrays.stream(epochs[epoch]), Arrays.stream(rows))
                            .toArray();
        }
        for (int[] epoch : epochs) {
            assertThat(Arrays.stream(epoch).sorted().toArray())
                    .isEqualTo(IntStream.range(0, 20).toArray());
        }
        assertThat(epochs[0]).isNotEqualTo(epochs[1]);
    }

    @Test
    void takesTheRowsOfAFile(@TempDir Path folder) {
        Path file = folder.resolve("batches.npy");
        NpyFile.write(file, List.of(2, 3), new double[] {4, 0, 2, 1, 1, 3});
        Batches batches = Batches.of(new Training("t", 0, 0, 0, false, Order.SEQUENTIAL, 0, file), 5);
        assertThat(batches.steps()).isEqualTo(2);
        assertThat(batches.rows(0)).containsExactly(4, 0, 2);
        assertThatThrownBy(() -> Batches.of(new Training("t", 0, 0, 0, false, Order.SEQUENTIAL, 0, file), 4))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("step 0 names row 4");
    }

    @Test
    void refusesABatchLargerThanTheData() {
        assertThatThrownBy(() -> Batches.of(new Training("t", 11, 1, 0, true, Order.SEQUENTIAL, 0, null), 10))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("10 rows make no full batch of 11");
    }
}
