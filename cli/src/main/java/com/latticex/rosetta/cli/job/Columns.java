package com.latticex.rosetta.cli.job;

import java.util.HashSet;
import java.util.List;

/** Which columns of a data file are used. */
public sealed interface Columns {
    /** Columns of a CSV by their names in the header, in this order. */
    record Named(List<String> names) implements Columns {
        public Named {
            names = List.copyOf(names);
            Check.that(!names.isEmpty(), "columns names no column");
            Check.that(new HashSet<>(names).size() == names.size(), "columns names a column twice");
        }
    }

    /** Columns {@code from} (counted from 0) up to but without {@code to}. */
    record Range(int from, int to) implements Columns {
        public Range {
            Check.that(
                    from >= 0 && to > from,
                    "column_range must be [first, one past the last], counted from 0, with at least one column");
        }
    }

    /** Every column of the file. */
    record All() implements Columns {}

    /** How many columns these are, or 0 when only the file or the graph knows. */
    default int width() {
        return switch (this) {
            case Named named -> named.names().size();
            case Range range -> range.to() - range.from();
            case All all -> 0;
        };
    }
}
