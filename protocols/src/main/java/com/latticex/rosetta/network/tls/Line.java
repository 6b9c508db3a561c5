package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.party.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to a peer: one connection after another, over which the frames of a link go in order and once each. On the event loop, but for
 * the methods marked.
 */
final class Line {
    private final Session session;
    private final PeerLink link;
    private final Role peer;
    private final Outbound outbound;
    private final Recovery recovery;
    private volatile Inbound inbound = new Inbound();
    private volatile @Nullable Connection connection;
    private @Nullable Resumption resumption;
    private @Nullable Dialer dialer;
    private @Nullable Pulse pulse;
    private boolean full;
    private boolean readsAll;
    private boolean peerWaits;

    /** @param onConfirmed takes what a frame was charged when the peer has it */
    Line(Session session, PeerLink link, IntConsumer onConfirmed) {
        this.session = session;
        this.link = link;
        this.peer = link.peer();
        this.outbound = new Outbound(onConfirmed);
        this.recovery = new Recovery(session, this, peer);
    }

    /** Whether there is a connection, and it has been authenticated. Any thread. */
    boolean isOpen() {
        return connection != null;
    }

    /** Whether the connection broke and is being restored. Any thread. */
    boolean recovering() {
        return recovery.active();
    }

    /** Whether that is the connection in use. */
    boolean uses(Connection candidate) {
        return candidate.equals(connection);
    }

    /** Whether the peer waits for the third party's connection to be restored. */
    boolean peerWaits() {
        return peerWaits;
    }

    /** Grows with everything that comes through. */
    long progress() {
        return inbound.received() + outbound.confirmed();
    }

    /** Whoever calls the peer for this side. Before the start. */
    void callBy(Dialer caller) {
        dialer = caller;
    }

    /** From now on a broken connection can be restored. */
    void restorableBy(Resumption token) {
        resumption = token;
    }

    boolean isRestorable() {
        return resumption != null;
    }

    /** A connection with the peer has been authenticated. The side that called speaks first. */
    void authenticated(Connection candidate) {
        if (resumption != null) {
            if (session.failure() != null) {
                candidate.sendAway(session.abortBody());
            } else if (candidate.isDialed()) {
                candidate.tell(FrameType.RESUME, resumption.body(inbound.received()));
            }
        } else if (connection != null) {
            candidate.sendAway(alreadyConnected());
        } else {
            inbound = candidate.decoder().inbound();
            use(candidate);
            outbound.resume(candidate.channel(), outbound.confirmed());
            link.begun(candidate.isDialed());
        }
    }

    /** A connection that is not in use says what it is for. */
    void introduced(Connection candidate, Frame frame) {
        Resumption token = resumption;
        if (!(frame instanceof Frame.Control(FrameType type, byte[] body)) || token == null) {
            candidate.close();
            return;
        }
        switch (type) {
            case RESUME -> {
                if (token.isOfThisSession(body)) {
                    restore(candidate, token, Resumption.received(body));
                } else {
                    peerIsAnew(candidate);
                }
            }
            case HELLO -> {
                if (recovery.active()) {
                    peerIsAnew(candidate);
                } else {
                    candidate.sendAway(alreadyConnected());
                }
            }
            case ABORT -> {
                link.abortedBy(Abort.of(body, peer));
                candidate.close();
            }
            default -> candidate.close();
        }
    }

    private void peerIsAnew(Connection candidate) {
        candidate.sendAway(Abort.body(session.self(), Abort.anew(peer)));
        session.fail(new PeerException(Abort.anew(peer)));
    }

    private byte[] alreadyConnected() {
        return Abort.body(
                session.self(), peer + " is already connected with " + session.self() + ": is it started twice?");
    }

    /** The peer goes on with a session that this process knows nothing of: an earlier process has left it. */
    void sendStaleAway() {
        Connection stale = connection;
        if (stale == null || resumption != null) {
            throw new ProtocolException(peer + " resumed a connection that is not broken");
        }
        leave();
        stale.sendAway(Abort.body(session.self(), Abort.anew(session.self())));
    }

    /** Goes on over a new connection where the old one ended. */
    private void restore(Connection candidate, Resumption token, long received) {
        Connection old = connection;
        if (old != null) {
            leave();
            old.breakOff(Recovery.Cause.CLOSED, "");
        }
        candidate.decoder().goOn(inbound);
        use(candidate);
        if (!candidate.isDialed()) {
            candidate.tell(FrameType.RESUME, token.body(inbound.received()));
        }
        inbound.confirmed();
        outbound.resume(candidate.channel(), received);
        recovery.succeed();
    }

    private void use(Connection chosen) {
        connection = chosen;
        chosen.channel().config().setAutoRead(readsAll || !full);
        pulse = new Pulse(session, this, chosen.channel());
        session.changed();
    }

    private void leave() {
        connection = null;
        stopPulse();
        outbound.pause();
        inbound.rollBack();
    }

    /** The connection in use is gone. */
    void lost(Connection gone) {
        long unheard = pulse == null ? 0 : pulse.silence();
        leave();
        if (link.needsConnection()) {
            recovery.begin(gone.end(), gone.detail(), gone.end() == Recovery.Cause.SILENCE ? unheard : 0);
        }
        session.changed();
    }

    /** The connection has not come back. */
    void lostForGood(String reason) {
        link.lostForGood(reason);
    }

    /** Nothing is to be restored any more. */
    void giveUp() {
        recovery.stop();
    }

    void redial() {
        if (dialer != null) {
            dialer.call();
        }
    }

    /** What became of the last call, as a remark in parentheses. */
    String lastError() {
        return dialer == null ? "" : dialer.lastError();
    }

    /** Bytes have come. */
    void arrived() {
        Pulse started = pulse;
        if (started != null) {
            started.felt();
        }
        if (inbound.owesConfirmation()) {
            beat();
        }
    }

    /** Time to show that this side lives, unless it has shown it anyway. */
    void signOfLife() {
        if (outbound.idle() || inbound.hasNews()) {
            beat();
        }
    }

    /** Tells the peer what has come, and whether this side waits for the third party's connection. */
    void beat() {
        byte waits = (byte) (session.isInterrupted() ? 1 : 0);
        tell(
                FrameType.HEARTBEAT,
                ByteBuffer.allocate(Wire.HEARTBEAT)
                        .putLong(inbound.received())
                        .put(waits)
                        .array());
        inbound.confirmed();
    }

    /** The peer's sign of life. */
    void beaten(byte[] body) {
        outbound.confirm(ByteBuffer.wrap(body).getLong());
        peerWaits(body[Wire.HEARTBEAT - 1] != 0);
    }

    private void peerWaits(boolean waits) {
        if (peerWaits != waits) {
            peerWaits = waits;
            session.waiting();
            if (waits) {
                // It gives up itself by then, and tells.
                long longest = session.settings().reconnect().toMillis();
                var _ = session.loop().schedule(() -> peerWaits(false), longest, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Nothing has come for too long. */
    void silent() {
        Connection open = connection;
        if (resumption == null) {
            long millis = pulse == null ? 0 : TimeUnit.NANOSECONDS.toMillis(pulse.silence());
            session.fail(new PeerException(Recovery.noSign(peer, millis, "")));
        } else if (open != null) {
            open.breakOff(Recovery.Cause.SILENCE, "");
        }
    }

    /** A silence as long as this means that the connection is broken. */
    Duration longestSilence() {
        MeshSettings settings = session.settings();
        return resumption == null ? settings.receiveTimeout() : settings.silence();
    }

    void stopPulse() {
        Pulse started = pulse;
        if (started != null) {
            started.stop();
        }
    }

    /** Reads no more until there is room again. */
    void readNoMore() {
        full = true;
        readAs(readsAll);
    }

    /** There is room again. */
    void readAgain() {
        full = false;
        arrived();
        readAs(true);
    }

    /** What comes is not kept any more: never stop reading. */
    void readAll() {
        readsAll = true;
        readAs(true);
    }

    private void readAs(boolean reading) {
        Connection open = connection;
        if (open != null) {
            open.channel().config().setAutoRead(reading);
        }
    }

    /** Sends a numbered frame, now or when there is a connection again. */
    void send(FrameType type, byte... body) {
        send(Wire.frame(ByteBufAllocator.DEFAULT, type, body), 0);
    }

    /** Sends a numbered frame, now or when there is a connection again. */
    void send(ByteBuf frame, int charged) {
        outbound.send(frame, charged);
    }

    /** Says that nothing more comes, and what all was. */
    void sendBye() {
        send(
                FrameType.BYE,
                ByteBuffer.allocate(Wire.BYE)
                        .putLong(outbound.transcript().value())
                        .array());
    }

    /** Compares a BYE, the last frame that came, with what came before. */
    void checkAll(byte[] bye) {
        if (ByteBuffer.wrap(bye).getLong() != inbound.before()) {
            throw new ProtocolException("what came from " + peer + " is not what " + peer
                    + " sent: frames were lost, repeated or changed on the way");
        }
    }

    /** Of all that was sent. Any thread, once there is a connection. */
    Transcript sent() {
        return outbound.transcript();
    }

    /** Of all that has come. Any thread, once there is a connection. */
    Transcript received() {
        return inbound.transcript();
    }

    /** Sends a frame that is not numbered if there is a connection. */
    void tell(FrameType type, byte[] body) {
        Connection open = connection;
        if (open != null) {
            open.tell(type, body);
        }
    }

    void close() {
        Connection open = connection;
        if (open != null) {
            open.close();
        }
    }

    /** Forgets what was sent. Any thread, after the event loop has ended. */
    void wipe() {
        outbound.close();
        Resumption token = resumption;
        if (token != null) {
            token.wipe();
        }
    }
}
