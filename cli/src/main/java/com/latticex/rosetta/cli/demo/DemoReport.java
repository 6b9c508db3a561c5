package com.latticex.rosetta.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.latticex.rosetta.cli.report.LocalReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Private training beside plain training of the same graph.
 *
 * @param bytes payload of training by link
 * @param secondsToTraining from the start of this program to the first training step
 * @param secondsTotal from the start of this program to the end
 */
record DemoReport(
        @JsonProperty("accuracy") double accuracy,
        @JsonProperty("plain_accuracy") double plainAccuracy,
        @JsonProperty("auc") double auc,
        @JsonProperty("plain_auc") double plainAuc,
        @JsonProperty("max_weight_difference") double maxWeightDifference,
        @JsonProperty("steps") int steps,
        @JsonProperty("rounds_per_step") double roundsPerStep,
        @JsonProperty("bytes") Map<String, Long> bytes,
        @JsonProperty("median_step_milliseconds") double medianStepMilliseconds,
        @JsonProperty("seconds_training") double secondsTraining,
        @JsonProperty("seconds_to_training") double secondsToTraining,
        @JsonProperty("seconds_total") double secondsTotal,
        @JsonProperty("max_resident_bytes") long maxResidentBytes,
        @JsonProperty("pids") List<Long> pids,
        @JsonProperty("device") String device,
        @JsonProperty("protocol") String protocol,
        @JsonProperty("fraction_bits") int fractionBits) {
    private static final double MOST_QUALITY_DIFFERENCE = 0.01;
    private static final double MOST_WEIGHT_DIFFERENCE = 0.02;

    static DemoReport of(LocalReport local, PlainResult plain, double secondsToTraining, double secondsTotal) {
        return new DemoReport(
                local.metrics().getOrDefault("accuracy", Double.NaN),
                plain.accuracy(),
                local.metrics().getOrDefault("auc", Double.NaN),
                plain.auc(),
                plain.maxWeightDifference(),
                local.steps(),
                local.roundsPerStep(),
                local.bytes(),
                local.medianStepMilliseconds(),
                local.secondsTraining(),
                secondsToTraining,
                secondsTotal,
                local.maxResidentBytes(),
                local.pids(),
                local.device(),
                local.protocol(),
                local.fractionBits());
    }

    /** Whether private and plain training agree: quality within 0.01, weights within 0.02. NaN never agrees. */
    boolean agrees() {
        return Math.abs(accuracy - plainAccuracy) <= MOST_QUALITY_DIFFERENCE
                && Math.abs(auc - plainAuc) <= MOST_QUALITY_DIFFERENCE
                && maxWeightDifference <= MOST_WEIGHT_DIFFERENCE;
    }

    /** A table for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "", "private", "plain TensorFlow");
        line(text, "accuracy", number(accuracy), number(plainAccuracy));
        line(text, "AUC", number(auc), number(plainAuc));
        text.append(String.format(Locale.ROOT, "largest difference of a weight: %.5f%n%n", maxWeightDifference));
        text.append(String.format(
                Locale.ROOT,
                "%d steps of 32 rows in %.2f s, median %.2f ms a step, %.0f rounds a step%n",
                steps,
                secondsTraining,
                medianStepMilliseconds,
                roundsPerStep));
        text.append("bytes a step: ");
        bytes.forEach(
                (link, b) -> text.append(String.format(Locale.ROOT, "%s %,d   ", link, steps == 0 ? 0 : b / steps)));
        text.append(String.format(
                Locale.ROOT, "%nprotocol %s, %d fraction bits, device %s%n", protocol, fractionBits, device));
        text.append(String.format(
                Locale.ROOT,
                "processes %s, at most %.0f MiB each; training began after %.1f s, all done after %.1f s%n",
                pids,
                maxResidentBytes / 0x1p20,
                secondsToTraining,
                secondsTotal));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String left, String right) {
        text.append(String.format(Locale.ROOT, "%-12s %10s %18s%n", name, left, right));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
