package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value that is revealed, and to whom.
 *
 * @param source a tensor of the graph, {@code name} or {@code name:0}, or the name of a variable
 * @param variable whether the source is a variable
 * @param when at which moment
 * @param to numbers of the parties that see it; nobody else learns anything
 * @param file where the receivers write it, {@code .csv} or {@code .npy}, or null
 * @param every with {@code when: step}: reveal at every so-manieth step
 */
public record Output(
        String source,
        boolean variable,
        When when,
        Set<Integer> to,
        @Nullable Path file,
        int every) {
    /** Moment of a reveal. */
    public enum When {
        STEP,
        TRAINED,
        PREDICT
    }

    public Output {
        to = Collections.unmodifiableSet(new TreeSet<>(to));
    }

    @JsonCreator
    static Output of(
            @JsonProperty("tensor") @Nullable String tensor,
            @JsonProperty("variable") @Nullable String variable,
            @JsonProperty(value = "when", required = true) When when,
            @JsonProperty(value = "to", required = true) Set<Integer> to,
            @JsonProperty("file") @Nullable Path file,
            @JsonProperty("every") @Nullable Integer every) {
        Check.that(tensor == null != (variable == null), "give tensor or variable, one of the two");
        Check.that(!to.isEmpty(), "to names no party: who may see this?");
        to.forEach(party -> Check.party("to", party));
        Check.that(every == null || when == When.STEP, "every goes with when: step");
        if (file != null) {
            String name = file.toString();
            Check.that(
                    name.endsWith(".csv") || name.endsWith(".npy"),
                    "file must end in .csv or .npy: " + file.getFileName());
        }
        return new Output(
                tensor != null ? Check.node(tensor) : String.valueOf(variable),
                tensor == null,
                when,
                to,
                file,
                every == null ? 1 : Check.range("every", every, 1, 1_000_000_000));
    }
}
