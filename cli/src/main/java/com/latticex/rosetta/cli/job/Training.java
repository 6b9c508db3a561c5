package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to train.
 *
 * @param operation the graph's operation that does one step
 * @param batchSize rows of one step, or 0 when {@code batches} tells
 * @param epochs passes over the rows, or 0 when {@code steps} counts
 * @param steps number of steps, or 0 when {@code epochs} or {@code batches} counts
 * @param dropLast leave out a last batch that is not full
 * @param order sequence of the rows
 * @param seed of a shuffled order; public
 * @param batches a .npy of row numbers, one line a step, or null
 */
public record Training(
        String operation,
        int batchSize,
        int epochs,
        int steps,
        boolean dropLast,
        Order order,
        long seed,
        @Nullable Path batches) {
    /** Sequence of the rows of an epoch. */
    public enum Order {
        SEQUENTIAL,
        SHUFFLED
    }

    @JsonCreator
    static Training of(
            @JsonProperty(value = "operation", required = true) String operation,
            @JsonProperty("batch_size") @Nullable Integer batchSize,
            @JsonProperty("epochs") @Nullable Integer epochs,
            @JsonProperty("steps") @Nullable Integer steps,
            @JsonProperty("drop_last") @Nullable Boolean dropLast,
            @JsonProperty("order") @Nullable Order order,
            @JsonProperty("seed") @Nullable Long seed,
            @JsonProperty("batches") @Nullable Path batches) {
        if (batches == null) {
            Check.that(batchSize != null, "batch_size is missing");
            Check.that(epochs == null != (steps == null), "give epochs or steps, one of the two");
        } else {
            Check.that(
                    batchSize == null && epochs == null && order == null && dropLast == null,
                    "batches already says which rows each step takes: leave out batch_size, epochs, order and drop_last");
        }
        Check.that(
                seed != null == (order == Order.SHUFFLED),
                "order: shuffled needs a seed (a public number, the same at all parties), and nothing else does");
        return new Training(
                operation,
                batchSize == null ? 0 : Check.range("batch_size", batchSize, 1, 1 << 24),
                epochs == null ? 0 : Check.range("epochs", epochs, 1, 1_000_000),
                steps == null ? 0 : Check.range("steps", steps, 1, 1_000_000_000),
                dropLast != null && dropLast,
                order == null ? Order.SEQUENTIAL : order,
                seed == null ? 0 : seed,
                batches);
    }
}
