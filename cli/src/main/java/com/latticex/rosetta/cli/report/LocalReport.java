package com.latticex.rosetta.cli.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the three parties of one machine measured together.
 *
 * @param bytes payload sent in training, on all six links
 * @param metrics quality of the prediction, from the party that may know it
 */
public record LocalReport(
        @JsonProperty("job") String job,
        @JsonProperty("protocol") String protocol,
        @JsonProperty("fraction_bits") int fractionBits,
        @JsonProperty("device") String device,
        @JsonProperty("pids") List<Long> pids,
        @JsonProperty("steps") int steps,
        @JsonProperty("seconds_training") double secondsTraining,
        @JsonProperty("median_step_milliseconds") double medianStepMilliseconds,
        @JsonProperty("rounds_per_step") double roundsPerStep,
        @JsonProperty("bytes") Map<String, Long> bytes,
        @JsonProperty("max_resident_bytes") long maxResidentBytes,
        @JsonProperty("metrics") Map<String, Double> metrics) {
    /** Joins the reports of parties 0, 1 and 2. */
    public static LocalReport of(List<Report> reports) {
        Report first = reports.getFirst();
        Map<String, Long> bytes = new TreeMap<>();
        Map<String, Double> metrics = new TreeMap<>();
        for (Report report : reports) {
            bytes.putAll(report.bytes());
            metrics.putAll(report.metrics());
        }
        String device = reports.stream().map(Report::device).distinct().collect(Collectors.joining("; "));
        return new LocalReport(
                first.job(),
                first.protocol(),
                first.fractionBits(),
                device,
                reports.stream().map(Report::pid).toList(),
                first.steps(),
                reports.stream().mapToDouble(Report::secondsTraining).max().orElse(0),
                first.medianStepMilliseconds(),
                reports.stream().mapToDouble(Report::roundsPerStep).max().orElse(0),
                bytes,
                reports.stream().mapToLong(Report::maxResidentBytes).max().orElse(0),
                metrics);
    }

    /** A few lines for people. */
    @JsonIgnore
    public String text() {
        StringBuilder text = new StringBuilder();
        metrics.forEach((name, value) -> line(text, name, String.format(Locale.ROOT, "%.4f", value)));
        if (steps > 0) {
            line(
                    text,
                    "steps",
                    String.format(
                            Locale.ROOT,
                            "%d in %.2f s, median %.2f ms",
                            steps,
                            secondsTraining,
                            medianStepMilliseconds));
            line(text, "rounds per step", String.format(Locale.ROOT, "%.0f", roundsPerStep));
            line(
                    text,
                    "bytes per step",
                    bytes.entrySet().stream()
                            .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue() / steps))
                            .collect(Collectors.joining("   ")));
        }
        line(text, "device", device);
        line(text, "processes", pids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        return text.toString();
    }

    static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-18s %s%n", name, value));
    }
}
