package com.latticex.rosetta.cli.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one party measured.
 *
 * @param party its number
 * @param pid its process
 * @param job name of the job
 * @param protocol protocol family
 * @param fractionBits of the fixed-point numbers
 * @param device where it computed
 * @param steps training steps done, those before an interruption included
 * @param resumedFrom how many of them were done before the last interruption
 * @param secondsTraining from the first step to the last
 * @param medianStepMilliseconds of a training step, the first tenth left out as warm-up
 * @param roundsPerStep message hops on the longest chain of one training step
 * @param bytes payload sent in training, by link; a party sees the links it is part of
 * @param bytesTotal payload of the whole run, by link
 * @param checksums of all that was sent and received over each link: both ends have the same
 * @param maxResidentBytes most memory the process held, 0 where the system does not tell
 * @param metrics quality of the prediction, at the party that may know it
 */
public record Report(
        @JsonProperty("party") int party,
        @JsonProperty("pid") long pid,
        @JsonProperty("job") String job,
        @JsonProperty("protocol") String protocol,
        @JsonProperty("fraction_bits") int fractionBits,
        @JsonProperty("device") String device,
        @JsonProperty("steps") int steps,
        @JsonProperty("resumed_from") int resumedFrom,
        @JsonProperty("seconds_training") double secondsTraining,
        @JsonProperty("median_step_milliseconds") double medianStepMilliseconds,
        @JsonProperty("rounds_per_step") double roundsPerStep,
        @JsonProperty("bytes") Map<String, Long> bytes,
        @JsonProperty("bytes_total") Map<String, Long> bytesTotal,
        @JsonProperty("checksums") Map<String, String> checksums,
        @JsonProperty("max_resident_bytes") long maxResidentBytes,
        @JsonProperty("metrics") Map<String, Double> metrics) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @JsonCreator
    public Report {
        bytes = new TreeMap<>(bytes);
        bytesTotal = new TreeMap<>(bytesTotal);
        checksums = new TreeMap<>(checksums);
        metrics = new TreeMap<>(metrics);
    }

    /** A few lines for people. */
    public String text() {
        return LocalReport.of(List.of(this)).text();
    }

    public void write(Path file) {
        write(file, this);
    }

    public static Report read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a party's report cannot be read", e);
        }
    }

    /** Writes any record or map as one JSON object. */
    public static void write(Path file, Object object) {
        try {
            JSON.writeValue(file.toFile(), object);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": the report cannot be written: " + e.getMessage(), e);
        }
    }
}
