package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Mailbox;
import com.latticex.rosetta.party.Role;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that one party has with one peer: handshake, messages both ways, farewell. All methods but those marked run on the event loop.
 */
final class PeerLink {
    /** What has come from the peer so far. */
    private enum Phase {
        NOTHING,
        HELLO,
        SEED,
        READY,
        BYE
    }

    private static final long FAREWELL_MILLIS = 1000;

    private final Session session;
    private final Role self;
    private final Role peer;
    private final Mailbox mailbox;
    private final Outbox outbox;
    private final Greeting greeting;
    private final Line line;

    private volatile @Nullable Seed seed;
    private volatile boolean peerReady;
    private volatile boolean over;
    private Phase phase = Phase.NOTHING;
    private boolean saidHello;
    private boolean saidBye;
    private boolean saidAbort;
    private boolean seen;

    PeerLink(Session session, MeshSettings settings, Agreement agreement, Role peer) {
        this.session = session;
        this.self = settings.self();
        this.peer = peer;
        this.greeting = new Greeting(self, peer, agreement);
        this.mailbox = new Mailbox(
                new Link(peer, self),
                settings.limits(),
                settings.receiveTimeout(),
                session.clock(),
                () -> session.execute(this::readAgain));
        this.outbox = new Outbox(peer, settings, session.clock(), this::send, session::fail);
        this.line = new Line(session, this, outbox::confirmed);
    }

    /** Any thread. */
    Role peer() {
        return peer;
    }

    /** Any thread. */
    Mailbox mailbox() {
        return mailbox;
    }

    /** Any thread. */
    Outbox outbox() {
        return outbox;
    }

    /** The way to the peer. */
    Line line() {
        return line;
    }

    /** The seed of the pair once the handshake has got so far. Any thread. */
    @Nullable
    Seed seed() {
        return seed;
    }

    /** Whether the peer has seeds with both others. Any thread. */
    boolean peerReady() {
        return peerReady;
    }

    /** Whether nothing more will come of the link. Any thread. */
    boolean over() {
        return over;
    }

    /** There is no connection, and none is worth waiting for. */
    void giveUp() {
        over = over || !line.isOpen();
        session.changed();
    }

    /** Whether the peer has said who it is. */
    boolean greeted() {
        return phase != Phase.NOTHING;
    }

    /** There is a first connection. */
    void begun(boolean dialed) {
        over = false;
        if (session.failure() != null) {
            farewell();
        } else if (dialed) {
            sayHello();
        }
    }

    void frame(Frame frame) {
        if (session.failure() != null) {
            if (frame instanceof Frame.Control(FrameType type, byte[] body) && type == FrameType.ABORT) {
                line.close();
            }
            return;
        }
        switch (frame) {
            case Frame.Data data -> {
                expect(phase == Phase.READY, "data");
                if (!saidBye && !mailbox.deliver(data.tag(), data.message())) {
                    line.readNoMore();
                }
            }
            case Frame.Control(FrameType type, byte[] body) -> control(type, body);
        }
    }

    private void control(FrameType type, byte[] body) {
        switch (type) {
            case HELLO -> {
                expect(phase == Phase.NOTHING, "HELLO");
                phase = Phase.HELLO;
                sayHello();
                greeting.check(body);
                byte[] contribution = greeting.contribute();
                line.send(FrameType.SEED, contribution);
                Arrays.fill(contribution, (byte) 0);
            }
            case SEED -> {
                expect(phase == Phase.HELLO, "SEED");
                phase = Phase.SEED;
                Seed common = greeting.seed(body);
                line.restorableBy(Resumption.of(common, self, peer));
                seed = common;
                session.seeded();
            }
            case READY -> {
                expect(phase == Phase.SEED, "READY");
                phase = Phase.READY;
                peerReady = true;
                session.changed();
            }
            case HEARTBEAT -> {
                expect(phase != Phase.NOTHING, "HEARTBEAT");
                line.beaten(body);
            }
            case ABORT -> {
                abortedBy(Abort.of(body, peer));
                line.close();
            }
            case BYE -> {
                expect(phase == Phase.READY, "BYE");
                line.checkAll(body);
                phase = Phase.BYE;
                outbox.stop(new PeerException(peer + " has finished and left: it takes no more data"));
                mailbox.end();
                line.stopPulse();
                line.send(FrameType.SEEN);
            }
            case SEEN -> {
                expect(saidBye, "SEEN");
                seen = true;
                line.close();
            }
            case RESUME -> {
                expect(phase == Phase.NOTHING && !saidHello, "RESUME");
                line.sendStaleAway();
            }
            case DATA, MORE -> throw new IllegalStateException("not a control frame: " + type);
        }
    }

    void abortedBy(Abort abort) {
        session.abortedBy(abort.origin(), abort.text());
    }

    private void sayHello() {
        if (!saidHello) {
            saidHello = true;
            line.send(FrameType.HELLO, greeting.hello());
        }
    }

    /** Tells the peer that this party has both seeds. */
    void sayReady() {
        line.send(FrameType.READY);
    }

    /** Tells the peer that nothing more comes, and closes when it has seen that. */
    void sayBye() {
        if (session.failure() != null) {
            return;
        }
        if (over || !line.isOpen() && !line.recovering()) {
            over = true;
            session.changed();
            return;
        }
        saidBye = true;
        mailbox.fail(new PeerException(self + " has finished and closed its channel"));
        line.readAll();
        line.sendBye();
    }

    /** Ends every wait. Any thread. */
    void fail(RosettaException cause) {
        mailbox.fail(cause);
        outbox.stop(cause);
    }

    /** Tells the peer, if it is there, why the session has failed. It closes the connection; if it does not, this party does. */
    void farewell() {
        line.giveUp();
        if (!line.isOpen()) {
            over = over || line.isRestorable();
            session.changed();
        } else if (!saidAbort) {
            saidAbort = true;
            line.stopPulse();
            line.readAll();
            line.tell(FrameType.ABORT, session.abortBody());
            var _ = session.loop().schedule(line::close, FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The connection is gone: whether there is to be another. */
    boolean needsConnection() {
        if (session.failure() != null || phase == Phase.BYE || seen) {
            over = true;
            return false;
        }
        if (!line.isRestorable()) {
            over = true;
            session.fail(new PeerException(
                    peer + " closed the connection during the handshake: see what " + peer + " itself reports"));
            return false;
        }
        return true;
    }

    /** The connection has not come back. */
    void lostForGood(String reason) {
        over = true;
        if (!saidBye) {
            session.fail(new PeerException(reason));
        }
        session.changed();
    }

    /** Forgets the seed and what was sent. Any thread, after the event loop has ended. */
    void wipe() {
        line.wipe();
        Seed common = seed;
        if (common != null) {
            common.close();
        }
    }

    private void readAgain() {
        line.readAgain();
    }

    /** Any thread. */
    private void send(ByteBuf frame, int charged) {
        if (!session.execute(() -> line.send(frame, charged))) {
            frame.release();
        }
    }

    private void expect(boolean inOrder, String what) {
        if (!inOrder) {
            throw new ProtocolException(
                    peer + " sent " + what + " after " + phase + ", which breaks the order of the protocol");
        }
    }
}
