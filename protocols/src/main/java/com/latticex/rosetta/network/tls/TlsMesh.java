package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.randomness.PairSeeds;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * This party's connections with the two others: authenticated, agreed, and with a fresh seed for each pair.
 *
 * <pre>{@code
 * try (TlsMesh mesh = TlsMesh.connect(settings, agreement)) {
 *     Party party = new Party(settings.self(), backend, mesh.channel(), fixedPoint, mesh.seeds(), epoch);
 *     ...
 * }
 * }</pre>
 */
public final class TlsMesh implements AutoCloseable {
    /** How long a failed start waits for parties that have not come, to tell them why. */
    private static final Duration LONGEST_LINGER = Duration.ofSeconds(3);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Session session;
    private final Rendezvous rendezvous;
    private final PairSeeds seeds;
    private final TlsChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TlsMesh(Session session, Rendezvous rendezvous) {
        this.session = session;
        this.rendezvous = rendezvous;
        this.seeds = session.seeds();
        this.channel = new TlsChannel(this, session);
    }

    /**
     * Waits for the two others, compares the agreement with theirs and draws the seeds. Returns when all three have done so. If the start
     * fails at one party, it fails at all that can be reached, with the same cause.
     *
     * @throws com.latticex.rosetta.error.ConfigurationException for a bad certificate, key, address or port of this party
     * @throws com.latticex.rosetta.error.ProtocolException if the parties disagree; the message names the fields and both values
     * @throws PeerException if a party does not come in time, leaves, or reports a failure of its own
     */
    public static TlsMesh connect(MeshSettings settings, Agreement agreement) {
        Credentials credentials = Credentials.load(settings);
        EventLoopGroup group = Transport.group("rosetta-network-" + settings.self());
        Session session = new Session(settings, agreement, group);
        Rendezvous rendezvous = new Rendezvous(session, credentials, group);
        boolean connected = false;
        try {
            rendezvous.open();
            boolean inTime = session.await(
                    () -> session.links().stream().allMatch(PeerLink::peerReady), true, settings.connectTimeout());
            if (!inTime) {
                session.fail(new PeerException(rendezvous.absence()));
            }
            RosettaException failure = session.failure();
            if (failure != null) {
                session.await(() -> rendezvous.everyoneTold(inTime), false, linger(settings));
                throw failure;
            }
            connected = true;
            rendezvous.started();
            return new TlsMesh(session, rendezvous);
        } catch (InterruptedException e) {
            PeerException failure =
                    new PeerException(settings.self() + " was interrupted while it waited for the others", e);
            session.fail(failure);
            tell(session, rendezvous);
            Thread.currentThread().interrupt();
            throw failure;
        } finally {
            if (!connected) {
                rendezvous.close();
                session.stop();
            }
        }
    }

    public Channel channel() {
        return channel;
    }

    /** The seeds drawn in the handshake. Wiped by {@link #close} and by the party that uses them. */
    public PairSeeds seeds() {
        return seeds;
    }

    /**
     * Leaves the session: tells the peers that nothing more comes, waits until they have all that was sent, closes the connections and
     * ends the thread. After a failure it only cleans up.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            session.links().forEach(link -> session.execute(link::sayBye));
            session.await(this::apart, true, session.settings().receiveTimeout());
            if (session.failure() != null) {
                session.await(this::apart, false, FAREWELL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
        }
    }

    /** Ends everything here without a word to the peers. */
    void drop() {
        rendezvous.close();
        session.stop();
        seeds.close();
    }

    /** Gives those that are there a moment to hear why the start has failed. */
    private static void tell(Session session, Rendezvous rendezvous) {
        try {
            session.await(() -> rendezvous.everyoneTold(false), false, FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration linger(MeshSettings settings) {
        Duration connect = settings.connectTimeout();
        return connect.compareTo(LONGEST_LINGER) < 0 ? connect : LONGEST_LINGER;
    }

    private boolean apart() {
        return session.links().stream().allMatch(PeerLink::over);
    }
}
