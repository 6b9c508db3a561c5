package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.party.Role;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Signs of life on one connection: gives them when this side is idle, misses them when the other is silent. On the event loop. */
final class Pulse {
    private final Session session;
    private final Role peer;
    private final Channel connection;
    private final FrameEncoder encoder;
    private final ScheduledFuture<?> beats;
    private long lastRead = System.nanoTime();

    /** Starts beating. */
    Pulse(Session session, Role peer, Channel connection) {
        this.session = session;
        this.peer = peer;
        this.connection = connection;
        this.encoder = connection.pipeline().get(FrameEncoder.class);
        long period = session.settings().heartbeat().toNanos();
        this.beats = connection.eventLoop().scheduleAtFixedRate(this::beat, period, period, TimeUnit.NANOSECONDS);
    }

    /** The peer has shown that it lives, or could not because this side did not read. */
    void felt() {
        lastRead = System.nanoTime();
    }

    void stop() {
        beats.cancel(false);
    }

    private void beat() {
        if (encoder.idle()) {
            var _ = connection.writeAndFlush(Wire.frame(connection.alloc(), FrameType.HEARTBEAT, 0));
            var _ = encoder.idle();
        }
        long silence = System.nanoTime() - lastRead;
        if (connection.config().isAutoRead()
                && silence > session.settings().receiveTimeout().toNanos()) {
            session.fail(new PeerException(peer + " has given no sign of life for "
                    + TimeUnit.NANOSECONDS.toMillis(silence)
                    + " ms: its process hangs, its machine is overloaded or the network is cut"));
        }
    }
}
