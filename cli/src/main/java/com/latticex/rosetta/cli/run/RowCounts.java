package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.party.Role;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        try (Arena arena = Arena.ofShared()) {
            MemorySegment mine = arena.allocate(8L * size(layouts), 8);
            fill(mine, layouts, own);
            Map<Role, MemorySegment> all = new EnumMap<>(Role.class);
            all.put(channel.self(), mine);
            Tag tag = new Tag("rosetta/rows", 0, 0);
            for (Role peer : Role.values()) {
                if (peer != channel.self()) {
                    channel.send(peer, tag, 0, List.of(mine));
                }
            }
            for (Role peer : Role.values()) {
                if (peer != channel.self()) {
                    MemorySegment theirs = arena.allocate(mine.byteSize(), 8);
                    channel.receive(peer, tag, List.of(theirs));
                    all.put(peer, theirs);
                }
            }
            return agreed(
                    layouts,
                    (owner, index) -> Objects.requireNonNull(all.get(owner)).getAtIndex(ValueLayout.JAVA_LONG, index));
        }
    }

    private static void fill(MemorySegment to, List<InputLayout> layouts, Map<PartyData.Key, Integer> own) {
        long at = 0;
        for (InputLayout layout : layouts) {
            for (int part = 0; part < layout.widths().size(); part++) {
                for (DataSet set : DataSet.values()) {
                    Integer rows = own.get(new PartyData.Key(layout.name(), part, set));
                    to.setAtIndex(ValueLayout.JAVA_LONG, at++, rows == null ? NONE : rows);
                }
            }
        }
    }

    /** The same where all owners' data is at hand. */
    static Map<DataSet, Integer> agreed(List<InputLayout> layouts, Map<PartyData.Key, Integer> all) {
        MemorySegment counts = MemorySegment.ofArray(new long[size(layouts)]);
        fill(counts, layouts, all);
        return agreed(layouts, (owner, index) -> counts.getAtIndex(ValueLayout.JAVA_LONG, index));
    }

    private interface Counts {
        long at(Role owner, long index);
    }

    private static int size(List<InputLayout> layouts) {
        return DataSet.values().length
                * layouts.stream().mapToInt(l -> l.widths().size()).sum();
    }

    private static Map<DataSet, Integer> agreed(List<InputLayout> layouts, Counts counts) {
        Map<DataSet, Integer> rows = new EnumMap<>(DataSet.class);
        Map<DataSet, String> first = new EnumMap<>(DataSet.class);
        long at = 0;
        for (InputLayout layout : layouts) {
            for (int part = 0; part < layout.widths().size(); part++) {
                Role owner = Role.of(layout.input().parts().get(part).owner());
                for (DataSet set : DataSet.values()) {
                    long count = counts.at(owner, at++);
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
