package com.latticex.rosetta.tensorflow.kernel;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.DeviceException;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.error.StorageException;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the kernels of one TensorFlow session share: the party they act for, its protocol, and the first failure. Nodes find it by its
 * {@link #id}. Closing it leaves the party open.
 */
public final class KernelSession implements AutoCloseable {
    private static final Map<String, KernelSession> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String id;
    private final Party party;
    private final Protocol protocol;
    private final PartyCounters counters;
    private final Map<String, String> nodesByTag = new ConcurrentHashMap<>();
    private final Map<String, Integer> rounds = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private KernelSession(Party party, Protocol protocol) {
        this.id = party.role() + "-" + NUMBERS.incrementAndGet();
        this.party = party;
        this.protocol = protocol;
        this.counters = PartyCounters.of(party);
    }

    public static KernelSession open(Party party, Protocol protocol) {
        KernelSession session = new KernelSession(party, protocol);
        OPEN.put(session.id, session);
        return session;
    }

    /** @throws ConfigurationException if no such session is open in this process */
    static KernelSession find(String id) {
        KernelSession session = OPEN.get(id);
        if (session == null) {
            throw new ConfigurationException(
                    id.isEmpty()
                            ? "Mpc operations run in a PrivateSession only"
                            : "the private session " + id + " is not open in this process");
        }
        return session;
    }

    /** What the nodes' attribute {@link MpcOperations#SESSION} holds. */
    public String id() {
        return id;
    }

    public Party party() {
        return party;
    }

    Protocol protocol() {
        return protocol;
    }

    /** Begins a run of the graph, of which there is one at a time. */
    public void beginRun() {
        rounds.clear();
        counters.beginRun();
    }

    /** @throws ConfigurationException if another node has the tag: their messages and masks would be mixed up */
    void claim(String tag, String node) {
        String other = nodesByTag.putIfAbsent(tag, node);
        if (tag.isEmpty() || other != null && !other.equals(node)) {
            throw new ConfigurationException(
                    "nodes '" + node + "' and '" + other + "' have the same tag \"" + tag + "\"; tags must be unique");
        }
    }

    Invocation invoke(String tag, long frame, long iteration) {
        return frame == 0 ? counters.invoke(party, tag) : counters.invoke(party, tag, frame, iteration);
    }

    /** Message rounds of the nodes that communicated since the run began, as this party saw them. */
    public Map<String, Integer> rounds() {
        return Map.copyOf(rounds);
    }

    void spent(String node, int hops) {
        if (hops > 0) {
            rounds.merge(node, hops, Integer::sum);
        }
    }

    /** The first failure of a kernel, or null. */
    public @Nullable RuntimeException failure() {
        return failure.get();
    }

    /** Ends the session here and, through the channel, at the peers. The first failure counts; it is returned. */
    RuntimeException fail(String node, Throwable cause) {
        String where = node + " at party " + party.role().index() + ": ";
        RuntimeException located = located(where, cause);
        return end(
                located,
                // Messages of unforeseen exceptions might quote a value.
                located instanceof RosettaException
                        ? String.valueOf(located.getMessage())
                        : where + "internal error " + cause.getClass().getSimpleName());
    }

    /** Ends the session for an error of TensorFlow itself; the peers learn that there was one, not what it says. */
    public RuntimeException failOutside(RuntimeException cause) {
        return end(
                new ConfigurationException("TensorFlow cannot run the graph: " + cause.getMessage(), cause),
                "TensorFlow's run failed at party " + party.role().index() + ", which says why");
    }

    private RuntimeException end(RuntimeException located, String toPeers) {
        if (failure.compareAndSet(null, located)) {
            party.channel().abort(toPeers);
        }
        RuntimeException first = failure.get();
        return first != null ? first : located;
    }

    private static RuntimeException located(String where, Throwable cause) {
        String message = where + cause.getMessage();
        return switch (cause) {
            case ConfigurationException e -> new ConfigurationException(message, e);
            case DeviceException e -> new DeviceException(message, e);
            case PeerException e -> new PeerException(message, e);
            case ProtocolException e -> new ProtocolException(message, e);
            case StorageException e -> new StorageException(message, e);
            // FixedPoint refuses what it cannot encode; its message names no value.
            case ArithmeticException e -> new ConfigurationException(message, e);
            default -> new IllegalStateException(where + "internal error: " + cause, cause);
        };
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }
}
