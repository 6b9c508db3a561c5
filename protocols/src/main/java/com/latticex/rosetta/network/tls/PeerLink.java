package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Mailbox;
import com.latticex.rosetta.party.Role;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that one party has with one peer: handshake, messages both ways, signs of life, farewell. All methods but those marked run on the
 * event loop.
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

    private volatile @Nullable Channel channel;
    private volatile @Nullable Seed seed;
    private volatile boolean peerReady;
    private volatile boolean over;
    private Phase phase = Phase.NOTHING;
    private boolean saidBye;
    private boolean saidAbort;
    private @Nullable Pulse pulse;

    PeerLink(Session session, MeshSettings settings, Agreement agreement, Role peer) {
        this.session = session;
        this.self = settings.self();
        this.peer = peer;
        this.greeting = new Greeting(self, peer, agreement);
        this.mailbox = new Mailbox(
                new Link(peer, self),
                settings.limits(),
                settings.receiveTimeout(),
                () -> session.execute(this::resume));
        this.outbox = new Outbox(peer, settings.receiveTimeout(), settings.maxMessageBytes(), session::fail);
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

    /** The seed of the pair once the handshake has got so far. Any thread. */
    @Nullable
    Seed seed() {
        return seed;
    }

    /** Whether the peer has seeds with both others. Any thread. */
    boolean peerReady() {
        return peerReady;
    }

    /** Whether a connection has been authenticated. Any thread. */
    boolean attached() {
        return channel != null;
    }

    /** Whether nothing more will come of the connection. Any thread. */
    boolean over() {
        return over;
    }

    /** There is no connection, and none is worth waiting for. */
    void giveUp() {
        over = over || channel == null;
        session.changed();
    }

    /** Takes an authenticated connection; false if there has been one. */
    boolean attach(Channel connection) {
        if (channel != null) {
            return false;
        }
        channel = connection;
        over = false;
        outbox.attach(connection);
        session.changed();
        if (session.failure() != null) {
            farewell();
            return true;
        }
        write(FrameType.HELLO, greeting.hello());
        pulse = new Pulse(session, peer, connection);
        return true;
    }

    /** Whether the peer has said who it is. */
    boolean greeted() {
        return phase != Phase.NOTHING;
    }

    /** Bytes have come. */
    void arrived() {
        Pulse started = pulse;
        if (started != null) {
            started.felt();
        }
    }

    void frame(Frame frame) {
        if (session.failure() != null) {
            if (frame instanceof Frame.Control(FrameType type, byte[] body) && type == FrameType.ABORT) {
                close();
            }
            return;
        }
        switch (frame) {
            case Frame.Data data -> {
                expect(phase == Phase.READY, "data");
                if (!saidBye && !mailbox.deliver(data.tag(), data.message())) {
                    connection().config().setAutoRead(false);
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
                greeting.check(body);
                byte[] contribution = greeting.contribute();
                write(FrameType.SEED, contribution);
                Arrays.fill(contribution, (byte) 0);
            }
            case SEED -> {
                expect(phase == Phase.HELLO, "SEED");
                phase = Phase.SEED;
                seed = greeting.seed(body);
                session.seeded();
            }
            case READY -> {
                expect(phase == Phase.SEED, "READY");
                phase = Phase.READY;
                peerReady = true;
                session.changed();
            }
            case HEARTBEAT -> expect(phase != Phase.NOTHING, "HEARTBEAT");
            case ABORT -> {
                Abort abort = Abort.of(body, peer);
                session.abortedBy(abort.origin(), abort.text());
                close();
            }
            case BYE -> {
                expect(phase == Phase.READY, "BYE");
                phase = Phase.BYE;
                outbox.stop(new PeerException(peer + " has finished and left: it takes no more data"));
                mailbox.end();
                stopPulse();
                write(FrameType.SEEN);
            }
            case SEEN -> {
                expect(saidBye, "SEEN");
                close();
            }
            case DATA, MORE -> throw new IllegalStateException("not a control frame: " + type);
        }
    }

    /** Tells the peer that this party has both seeds. */
    void sayReady() {
        write(FrameType.READY);
    }

    /** Tells the peer that nothing more comes, and closes when it has seen that. */
    void sayBye() {
        Channel connection = channel;
        if (session.failure() != null) {
            return;
        }
        if (connection == null || !connection.isActive()) {
            over = true;
            session.changed();
        } else {
            saidBye = true;
            mailbox.fail(new PeerException(self + " has finished and closed its channel"));
            connection.config().setAutoRead(true);
            write(FrameType.BYE);
        }
    }

    /** Ends every wait. Any thread. */
    void fail(RosettaException cause) {
        mailbox.fail(cause);
        outbox.stop(cause);
    }

    /** Tells the peer, if it is there, why the session has failed. It closes the connection; if it does not, this party does. */
    void farewell() {
        Channel connection = channel;
        if (connection == null || saidAbort) {
            return;
        }
        saidAbort = true;
        stopPulse();
        connection.config().setAutoRead(true);
        write(FrameType.ABORT, session.abortBody());
        var _ = connection.eventLoop().schedule(this::close, FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The connection is gone. */
    void lost() {
        stopPulse();
        over = true;
        if (session.failure() == null && phase != Phase.BYE && !saidBye) {
            session.fail(new PeerException(
                    phase.compareTo(Phase.READY) < 0
                            ? peer + " closed the connection during the handshake: see what " + peer + " itself reports"
                            : "the connection with " + peer
                                    + " broke: its process ended or the network failed; see what " + peer
                                    + " itself reports"));
        }
        session.changed();
    }

    /** Forgets the seed. Any thread, after the event loop has ended. */
    void wipe() {
        Seed common = seed;
        if (common != null) {
            common.close();
        }
    }

    void close() {
        Channel connection = channel;
        if (connection != null) {
            var _ = connection.close();
        }
    }

    private void resume() {
        arrived();
        connection().config().setAutoRead(true);
    }

    private void stopPulse() {
        Pulse started = pulse;
        if (started != null) {
            started.stop();
        }
    }

    private void write(FrameType type, byte... body) {
        Channel connection = connection();
        ByteBuf frame = Wire.frame(connection.alloc(), type, body.length).writeBytes(body);
        var _ = connection.writeAndFlush(frame);
    }

    private Channel connection() {
        Channel connection = channel;
        if (connection == null) {
            throw new IllegalStateException("not connected with " + peer);
        }
        return connection;
    }

    private void expect(boolean inOrder, String what) {
        if (!inOrder) {
            throw new ProtocolException(
                    peer + " sent " + what + " after " + phase + ", which breaks the order of the protocol");
        }
    }
}
