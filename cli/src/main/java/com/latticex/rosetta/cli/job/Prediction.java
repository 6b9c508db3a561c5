package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How to predict.
 *
 * @param batchSize rows predicted at once
 */
public record Prediction(int batchSize) {
    static final Prediction DEFAULT = new Prediction(512);

    @JsonCreator
    static Prediction of(@JsonProperty("batch_size") @Nullable Integer batchSize) {
        return batchSize == null ? DEFAULT : new Prediction(Check.range("batch_size", batchSize, 1, 1 << 24));
    }
}
