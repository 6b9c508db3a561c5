package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is fed to a placeholder: private columns of one or more owners side by side, or a public number.
 *
 * @param parts the owners' columns, left to right; empty for a public number
 * @param value the public number, the same at all parties, or null
 * @param encoding what is done to each row before it is shared
 * @param rowShape shape of one row, or null for that of the placeholder
 */
public record Input(
        List<Part> parts,
        @Nullable Double value,
        Encoding encoding,
        @Nullable List<Long> rowShape) {
    public Input {
        parts = List.copyOf(parts);
    }

    @JsonCreator
    static Input of(
            @JsonProperty("owner") @Nullable Integer owner,
            @JsonProperty("columns") @Nullable List<String> names,
            @JsonProperty("column_range") @Nullable List<Integer> range,
            @JsonProperty("width") @Nullable Integer width,
            @JsonProperty("train") @Nullable Path train,
            @JsonProperty("predict") @Nullable Path predict,
            @JsonProperty("parts") @Nullable List<Part> parts,
            @JsonProperty("value") @Nullable Double value,
            @JsonProperty("sign") @Nullable Boolean sign,
            @JsonProperty("one_hot") @Nullable Integer oneHot,
            @JsonProperty("row_shape") @Nullable List<Long> rowShape) {
        boolean single =
                owner != null || names != null || range != null || width != null || train != null || predict != null;
        int kinds = (single ? 1 : 0) + (parts != null ? 1 : 0) + (value != null ? 1 : 0);
        Check.that(
                kinds == 1, "an input has an owner with its data, or parts, or a public value: exactly one of these");
        Encoding encoding = Encoding.of(sign, oneHot);
        if (value != null) {
            Check.that(encoding.equals(Encoding.NONE) && rowShape == null, "a public value is fed as it is");
            Check.that(Double.isFinite(value), "value must be a finite number");
            return new Input(List.of(), value, encoding, null);
        }
        if (parts != null) {
            Check.that(!parts.isEmpty(), "parts is empty");
            Check.that(encoding.oneHot() == 0 || parts.size() == 1, "one_hot needs a single column of one owner");
            return new Input(parts, null, encoding, rowShape);
        }
        if (owner == null) {
            throw new IllegalArgumentException("owner is missing: the number of the party that has the data");
        }
        Part part = Part.of(owner, names, range, width, train, predict);
        return new Input(List.of(part), null, encoding, rowShape);
    }

    public boolean isPrivate() {
        return !parts.isEmpty();
    }

    /** Whether every owner names a file for this set. */
    public boolean has(DataSet set) {
        return isPrivate() && parts.stream().allMatch(p -> p.file(set) != null);
    }
}
