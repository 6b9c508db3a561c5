package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.party.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells every party how many rows there are, and refuses a job whose owners disagree. Numbers of rows are public. */
final class RowCounts {
    private static final long NONE = -1;

    private RowCounts() {}

    /**
     * Rows of each data set.
     *
     * @param own rows of what this party has read
     * @throws ConfigurationException at every party alike, if two owners have different numbers of rows; names both
     */
    static Map<DataSet, Integer> exchange(Channel channel, List<InputLayout> layouts, Map<PartyData.Key, Integer> own) {
        Exchange all = Exchange.of(channel, "rows", 0, counts(layouts, own));
        return agreed(layouts, all::of);
    }

    private static long[] counts(List<InputLayout> layouts, Map<PartyData.Key, Integer> own) {
        List<Long> counts = new ArrayList<>();
        for (InputLayout layout : layouts) {
            for (int part = 0; part < layout.widths().size(); part++) {
                for (DataSet set : DataSet.values()) {
                    Integer rows = own.get(new PartyData.Key(layout.name(), part, set));
                    counts.add(rows == null ? NONE : rows);
                }
            }
        }
        return counts.stream().mapToLong(Long::longValue).toArray();
    }

    /** The same where all owners' data is at hand. */
    static Map<DataSet, Integer> agreed(List<InputLayout> layouts, Map<PartyData.Key, Integer> all) {
        long[] counts = counts(layouts, all);
        return agreed(layouts, owner -> counts);
    }

    private static Map<DataSet, Integer> agreed(List<InputLayout> layouts, Function<Role, long[]> counts) {
        Map<DataSet, Integer> rows = new EnumMap<>(DataSet.class);
        Map<DataSet, String> first = new EnumMap<>(DataSet.class);
        int at = 0;
        for (InputLayout layout : layouts) {
            for (int part = 0; part < layout.widths().size(); part++) {
                Role owner = Role.of(layout.input().parts().get(part).owner());
                for (DataSet set : DataSet.values()) {
                    long count = counts.apply(owner)[at++];
                    if (count == NONE) {
                        continue;
                    }
                    String who = "party " + owner.index() + " has " + count + " rows for " + layout.name();
                    @Nullable Integer before = rows.putIfAbsent(set, Math.toIntExact(count));
                    first.putIfAbsent(set, who);
                    if (before != null && before != count) {
                        throw new ConfigurationException(
                                "the numbers of rows under " + set + " differ: " + first.get(set) + ", but " + who
                                        + "; the same rows in the same order are needed at all owners");
                    }
                }
            }
        }
        return rows;
    }
}
