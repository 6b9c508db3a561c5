package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.party.Role;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers that every party has told every other.
 *
 * @param numbers of each party, equally many
 */
record Exchange(Map<Role, long[]> numbers) {
    /**
     * Tells and hears; all parties call this together, with equally many numbers.
     *
     * @param what they are: with {@code time} unique in a session
     * @param time how often this was exchanged before
     */
    static Exchange of(Channel channel, String what, long time, long... own) {
        Tag tag = new Tag("rosetta/" + what, time, 0);
        Map<Role, long[]> all = new EnumMap<>(Role.class);
        all.put(channel.self(), own.clone());
        for (Role peer : Role.values()) {
            if (peer != channel.self()) {
                channel.send(peer, tag, 0, List.of(MemorySegment.ofArray(own)));
            }
        }
        for (Role peer : Role.values()) {
            if (peer != channel.self()) {
                long[] theirs = new long[own.length];
                channel.receive(peer, tag, List.of(MemorySegment.ofArray(theirs)));
                all.put(peer, theirs);
            }
        }
        return new Exchange(all);
    }

    /** Waits until all parties have come here. */
    static void meet(Channel channel, String where, long time) {
        of(channel, where, time, 1);
    }

    long[] of(Role party) {
        return Objects.requireNonNull(numbers.get(party));
    }
}
