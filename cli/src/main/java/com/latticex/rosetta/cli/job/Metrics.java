package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Quality of a prediction, computed in the clear by the party that owns the label and receives the prediction.
 *
 * @param prediction name of an output with {@code when: predict}
 * @param label name of the input that holds the truth
 * @param report what to compute
 * @param threshold predictions above it count as 1
 */
public record Metrics(String prediction, String label, Set<Kind> report, double threshold) {
    /** A measure of quality. */
    public enum Kind {
        ACCURACY,
        AUC,
        MSE
    }

    @JsonCreator
    static Metrics of(
            @JsonProperty(value = "prediction", required = true) String prediction,
            @JsonProperty(value = "label", required = true) String label,
            @JsonProperty(value = "report", required = true) Set<Kind> report,
            @JsonProperty("threshold") @Nullable Double threshold) {
        Check.that(!report.isEmpty(), "report is empty: accuracy, auc, mse");
        return new Metrics(prediction, Check.node(label), EnumSet.copyOf(report), threshold == null ? 0.5 : threshold);
    }
}
