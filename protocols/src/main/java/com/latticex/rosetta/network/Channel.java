package com.latticex.rosetta.network;

import com.latticex.rosetta.party.Role;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * One party's connections to the two others. Safe for use by many threads.
 *
 * <p>A message is the concatenation of its parts. Every wait has a time-out and ends at once when the session fails; queues are bounded, so a
 * sender is slowed by a slow receiver.
 */
public interface Channel extends AutoCloseable {
    Role self();

    /**
     * Sends one message; the parts may be reused on return. Carries the sender's round clock, see {@link #receive}.
     *
     * @param round length in hops of the longest chain of messages that led to this one (0 for a message that waited for none)
     * @throws com.latticex.rosetta.error.PeerException if the session has failed or the peer takes no data within the time-out
     */
    void send(Role peer, Tag tag, int round, List<MemorySegment> parts);

    /**
     * Waits for the message with this tag and fills the parts.
     *
     * @return the round the message carried, plus one: the receiver's clock is at least this
     * @throws com.latticex.rosetta.error.PeerException if the session fails or nothing comes within the time-out
     * @throws com.latticex.rosetta.error.ProtocolException if the message's length is not that of the parts
     */
    int receive(Role peer, Tag tag, List<MemorySegment> parts);

    /** Bytes and messages so far. */
    Traffic traffic();

    /**
     * A checksum of all that went over each link, as this party saw it: the two ends of a link have the same once everything has arrived,
     * each frame once and unchanged. Empty where nothing can get lost.
     */
    default Map<Link, Long> checksums() {
        return Map.of();
    }

    /** Fails the session here and at the peers: every wait ends with this cause. The first call counts. */
    void abort(String cause);

    @Override
    void close();
}
