package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns one party brings to an input.
 *
 * @param owner number of the party whose data this is; only it reads the files
 * @param columns which columns of the files
 * @param width number of columns, or 0 where the graph's placeholder tells it
 * @param train rows to train with
 * @param predict rows to predict
 */
public record Part(
        int owner,
        Columns columns,
        int width,
        @Nullable Path train,
        @Nullable Path predict) {
    @JsonCreator
    static Part of(
            @JsonProperty(value = "owner", required = true) Integer owner,
            @JsonProperty("columns") @Nullable List<String> names,
            @JsonProperty("column_range") @Nullable List<Integer> range,
            @JsonProperty("width") @Nullable Integer width,
            @JsonProperty("train") @Nullable Path train,
            @JsonProperty("predict") @Nullable Path predict) {
        Check.that(names == null || range == null, "give columns or column_range, not both");
        Columns columns = names != null ? new Columns.Named(names) : range != null ? range(range) : new Columns.All();
        int columnsWidth = columns.width();
        if (width != null) {
            Check.range("width", width, 1, 1 << 24);
            Check.that(
                    columnsWidth == 0 || columnsWidth == width,
                    "width is " + width + " but " + columnsWidth + " columns are named");
        }
        Check.that(train != null || predict != null, "no data: name a file under train, under predict, or under both");
        return new Part(Check.party("owner", owner), columns, width == null ? columnsWidth : width, train, predict);
    }

    /** The file of a data set, or null if this part has none. */
    public @Nullable Path file(DataSet set) {
        return set == DataSet.TRAIN ? train : predict;
    }

    private static Columns.Range range(List<Integer> range) {
        Check.that(range.size() == 2, "column_range must be two numbers, [first, one past the last]");
        return new Columns.Range(range.get(0), range.get(1));
    }
}
