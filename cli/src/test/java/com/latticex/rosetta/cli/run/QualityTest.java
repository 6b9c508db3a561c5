package com.latticex.rosetta.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.latticex.rosetta.cli.data.Table;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.Metrics;
import com.latticex.rosetta.cli.job.Metrics.Kind;
import com.latticex.rosetta.error.ConfigurationException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityTest {
    @Test
    void measuresABinaryPrediction() {
        Metrics metrics = new Metrics("p", "y", EnumSet.allOf(Kind.class), 0.5);
        Values prediction = new Values(List.of(4L, 1L), new double[] {0.9, 0.4, 0.6, 0.1});
        Map<String, Double> quality = Quality.of(metrics, prediction, new Table(4, 1, new double[] {1, 1, 0, 0}));
        assertThat(quality.get("accuracy")).isEqualTo(0.5);
        assertThat(quality.get("auc")).isEqualTo(0.75);
        assertThat(quality.get("mse")).isCloseTo((0.01 + 0.36 + 0.36 + 0.01) / 4, within(1e-12));
    }

    @Test
    void takesTheLargestOfSeveralColumns() {
        Metrics metrics = new Metrics("p", "y", EnumSet.of(Kind.ACCURACY), 0.5);
        Values prediction = new Values(List.of(2L, 3L), new double[] {0.1, 0.2, 0.7, 0.5, 0.4, 0.1});
        assertThat(Quality.of(metrics, prediction, new Table(2, 1, new double[] {2, 1})))
                .containsEntry("accuracy", 0.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aucIsTheShareOfPairsInOrder(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        double[] score = random.doubles(60).map(d -> Math.rint(d * 10)).toArray();
        double[] truth = random.doubles(60).map(Math::rint).toArray();
        double pairs = 0;
        double ordered = 0;
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 60; j++) {
                if (truth[i] > truth[j]) {
                    pairs++;
                    ordered += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(Quality.auc(score, truth)).isCloseTo(ordered / pairs, within(1e-12));
    }

    @Test
    void refusesOneClassOnly() {
        assertThatThrownBy(() -> Quality.auc(new double[] {1, 2}, new double[] {1, 1}))
                .isInstanceOf(ConfigurationException.class);
    }
}
