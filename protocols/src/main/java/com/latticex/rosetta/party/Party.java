package com.latticex.rosetta.party;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.randomness.PairSeeds;
import com.latticex.rosetta.tensor.FixedPoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One party of a session: its role, device, channel, number format and pair seeds. Serves any number of concurrent
 * invocations. Closing it closes the channel and wipes the seeds; the backend stays the caller's.
 */
public final class Party implements AutoCloseable {
    private record StreamKey(Role peer, String operation) {}

    private final Role role;
    private final RingBackend backend;
    private final Channel channel;
    private final FixedPoint fixedPoint;
    private final PairSeeds seeds;
    private final long epoch;
    private final HostMemory memory = new HostMemory();
    private final Map<StreamKey, Seed> streams = new ConcurrentHashMap<>();

    /**
     * @param epoch number of the PRG epoch: a session that replays steps takes a fresh one
     */
    public Party(Role role, RingBackend backend, Channel channel, FixedPoint fixedPoint, PairSeeds seeds, long epoch) {
        if (channel.self() != role || seeds.self() != role) {
            throw new IllegalArgumentException("channel, seeds and party must be of one role");
        }
        this.role = role;
        this.backend = backend;
        this.channel = channel;
        this.fixedPoint = fixedPoint;
        this.seeds = seeds;
        this.epoch = epoch;
    }

    public Role role() {
        return role;
    }

    public RingBackend backend() {
        return backend;
    }

    public Channel channel() {
        return channel;
    }

    public FixedPoint fixedPoint() {
        return fixedPoint;
    }

    /**
     * Begins one invocation of an operation.
     *
     * @param operation name of the operation in the graph, the same at all parties and unique within the session
     * @param number how many times it has been invoked before; a pair (operation, number) is never used twice in a session
     */
    public Invocation invoke(String operation, long number) {
        return new Invocation(this, operation, number);
    }

    HostMemory memory() {
        return memory;
    }

    /** The key of an operation's stream of the seed common with a peer. */
    Seed stream(Role peer, String operation) {
        return streams.computeIfAbsent(
                new StreamKey(peer, operation), k -> seeds.with(peer).derive(operation, epoch));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } finally {
            streams.values().forEach(Seed::close);
            seeds.close();
        }
    }
}
