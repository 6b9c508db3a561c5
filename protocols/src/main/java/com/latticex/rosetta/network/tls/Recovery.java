package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.party.Role;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a broken connection may come back. It counts from the last sign of life, and goes on over connections that break again
 * before anything has come through. On the event loop.
 */
final class Recovery {
    /** How a connection ended. */
    enum Cause {
        /** The other side closed it, as a process does that ends. */
        CLOSED,
        /** Nothing came any more. */
        SILENCE,
        /** What came was not what had been sent. */
        DISTURBED
    }

    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private static final long LOOK_MILLIS = 50;

    private final Session session;
    private final Line line;
    private final Role peer;
    private volatile boolean active;
    private Cause cause = Cause.CLOSED;
    private String text = "";
    private long since;
    private long healed;
    private long receivedThen = -1;
    private @Nullable ScheduledFuture<?> watch;

    Recovery(Session session, Line line, Role peer) {
        this.session = session;
        this.line = line;
        this.peer = peer;
    }

    /** Whether a connection is being restored. Any thread. */
    boolean active() {
        return active;
    }

    /**
     * The connection has broken.
     *
     * @param detail what is known of it besides, or nothing
     * @param unheard nanoseconds since the last sign of life
     */
    void begin(Cause how, String detail, long unheard) {
        long now = System.nanoTime();
        boolean lasted = receivedThen != line.progress() || now - healed > steady().toNanos();
        if (lasted) {
            since = now - unheard;
        }
        cause = how;
        text = detail;
        active = true;
        if (window().isZero()) {
            giveUp();
            return;
        }
        session.interrupted(Duration.ofNanos(unheard));
        watch = session.loop().scheduleAtFixedRate(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        LOG.log(Level.WARNING, "the connection with {0} broke and is being restored", peer);
        line.redial();
    }

    /** There is a connection again. */
    void succeed() {
        if (active) {
            healed = System.nanoTime();
            receivedThen = line.progress();
            long millis = TimeUnit.NANOSECONDS.toMillis(healed - since);
            LOG.log(Level.WARNING, "the connection with {0} is restored after {1} ms", peer, millis);
        }
        stop();
        session.interrupted(Duration.ZERO);
    }

    /** Nothing is to be restored any more. */
    void stop() {
        active = false;
        ScheduledFuture<?> started = watch;
        if (started != null) {
            started.cancel(false);
            watch = null;
        }
    }

    private void look() {
        if (System.nanoTime() - since >= window().toNanos()) {
            giveUp();
        }
    }

    private void giveUp() {
        stop();
        line.lostForGood(reason());
        session.interrupted(Duration.ZERO);
    }

    /** A peer that has closed its connection itself can come back at once if it can at all. */
    private Duration window() {
        Duration reconnect = session.settings().reconnect();
        Duration receive = session.settings().receiveTimeout();
        return cause == Cause.CLOSED && receive.compareTo(reconnect) < 0 ? receive : reconnect;
    }

    private Duration steady() {
        return session.settings().receiveTimeout();
    }

    /** What a silence means. */
    static String noSign(Role peer, long millis, String more) {
        return peer + " has given no sign of life for " + millis + " ms" + more
                + ": its process hangs, its machine is overloaded or the network is cut";
    }

    private String reason() {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        String restored = window().isZero() ? "" : " and was not restored within " + waited + " ms";
        String last = line.lastError();
        return switch (cause) {
            case CLOSED ->
                "the connection with " + peer + " broke" + restored + last
                        + ": its process ended or the network failed; see what " + peer + " itself reports";
            case SILENCE -> noSign(peer, waited, last);
            case DISTURBED ->
                "the encrypted connection with " + peer + " was disturbed (" + text + ")" + restored + last
                        + ": somebody or something changes what is sent";
        };
    }
}
