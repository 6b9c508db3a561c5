package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What each party keeps, encrypted, to go on with the training after an interruption.
 *
 * @param every steps between two checkpoints
 * @param folder in which each party has a folder of its own
 */
public record Resume(int every, Path folder) {
    @JsonCreator
    static Resume of(
            @JacksonInject("folder") Path job,
            @JsonProperty(value = "every", required = true) int every,
            @JsonProperty("folder") @Nullable Path folder) {
        return new Resume(
                Check.range("every", every, 1, 1_000_000_000), folder == null ? job.resolve("checkpoints") : folder);
    }
}
