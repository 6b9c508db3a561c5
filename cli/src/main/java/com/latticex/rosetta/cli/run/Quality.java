package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.data.Table;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.Metrics;
import com.latticex.rosetta.error.ConfigurationException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Measures of a prediction against the truth, in the clear. */
final class Quality {
    private Quality() {}

    /** Every measure the job asks for, by its name in lower case. */
    static Map<String, Double> of(Metrics metrics, Values prediction, Table label) {
        if (prediction.rows() != label.rows()) {
            throw new ConfigurationException(
                    "metrics: the prediction has " + prediction.rows() + " rows, but the label has " + label.rows());
        }
        Map<String, Double> values = new TreeMap<>();
        for (Metrics.Kind kind : metrics.report()) {
            double value = switch (kind) {
                case ACCURACY -> accuracy(prediction, label, metrics.threshold());
                case AUC -> auc(column(prediction, "auc"), column(label, "auc"));
                case MSE -> meanSquaredError(prediction, label);
            };
            values.put(kind.name().toLowerCase(Locale.ROOT), value);
        }
        return values;
    }

    /** Share of rows predicted right: over the threshold for one column, the largest column for several. */
    private static double accuracy(Values prediction, Table label, double threshold) {
        int right = 0;
        int width = prediction.width();
        double[] truth = column(label, "accuracy");
        for (int i = 0; i < truth.length; i++) {
            double guess;
            if (width == 1) {
                guess = prediction.numbers()[i] > threshold ? 1 : 0;
            } else {
                int best = 0;
                for (int j = 1; j < width; j++) {
                    if (prediction.numbers()[i * width + j] > prediction.numbers()[i * width + best]) {
                        best = j;
                    }
                }
                guess = best;
            }
            if (guess == truth[i]) {
                right++;
            }
        }
        return (double) right / truth.length;
    }

    /** Area under the receiver operating characteristic, by ranks; ties count half (Mann and Whitney). */
    static double auc(double[] score, double[] truth) {
        Integer[] order = new Integer[score.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> score[i]));
        double rankSum = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && score[order[to]] == score[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                if (truth[order[i]] > 0) {
                    positives++;
                    rankSum += (from + 1 + to) / 2.0;
                }
            }
            from = to;
        }
        long negatives = score.length - positives;
        if (positives == 0 || negatives == 0) {
            throw new ConfigurationException("metrics: auc needs labels of both classes");
        }
        return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    private static double meanSquaredError(Values prediction, Table label) {
        if (prediction.width() != label.width()) {
            throw new ConfigurationException("metrics: mse needs as many label columns as predicted ones");
        }
        double sum = 0;
        for (int i = 0; i < label.values().length; i++) {
            double difference = prediction.numbers()[i] - label.values()[i];
            sum += difference * difference;
        }
        return sum / label.values().length;
    }

    private static double[] column(Values values, String metric) {
        if (values.width() != 1) {
            throw new ConfigurationException("metrics: " + metric + " needs a prediction of one column");
        }
        return values.numbers();
    }

    private static double[] column(Table table, String metric) {
        if (table.width() != 1) {
            throw new ConfigurationException("metrics: " + metric + " needs a label of one column");
        }
        return table.values();
    }
}
