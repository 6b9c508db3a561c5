package com.latticex.rosetta.network.tls;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Signs of life on one connection: gives them when this side is idle, misses them when the other is silent. On the event loop. */
final class Pulse {
    private final Line line;
    private final Channel connection;
    private final ScheduledFuture<?> beats;
    private long lastRead = System.nanoTime();
    private long lastBeat = System.nanoTime();

    /** Starts beating. */
    Pulse(Session session, Line line, Channel connection) {
        this.line = line;
        this.connection = connection;
        long period = session.settings().heartbeat().toNanos();
        this.beats = connection.eventLoop().scheduleAtFixedRate(this::beat, period, period, TimeUnit.NANOSECONDS);
    }

    /** The peer has shown that it lives, or could not because this side did not read. */
    void felt() {
        lastRead = System.nanoTime();
    }

    /** Nanoseconds since the peer was last heard. */
    long silence() {
        return System.nanoTime() - lastRead;
    }

    void stop() {
        beats.cancel(false);
    }

    private void beat() {
        long now = System.nanoTime();
        if (now - lastBeat > line.longestSilence().toNanos() / 2) {
            // This process itself stood still; what the peer has sent meanwhile is still to be read.
            lastRead = now;
        }
        lastBeat = now;
        line.signOfLife();
        if (connection.config().isAutoRead()
                && silence() > line.longestSilence().toNanos()) {
            line.silent();
        }
    }
}
