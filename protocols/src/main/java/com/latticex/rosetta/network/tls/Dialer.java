package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.PeerException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Calls one party again and again until it answers: at the start, and when the connection with it has broken. */
final class Dialer {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 320;
    private static final int ATTEMPT_MILLIS = 3_000;
    /** A forwarder in front of a party that is not up yet takes connections and drops them; so the first drop is not the end. */
    private static final Duration LONGEST_DROPPING = Duration.ofSeconds(4);
    /** Refused for so long, a party that was there is there no more. */
    private static final Duration REFUSING = Duration.ofMillis(1500);

    private final Session session;
    private final PeerLink link;
    private final InetSocketAddress address;
    private final EventLoopGroup group;
    private final Bootstrap bootstrap;
    private final Duration dropping;
    private long pause = FIRST_PAUSE_MILLIS;
    private long firstDrop;
    private long firstRefusal;
    private volatile String lastError = "";
    private volatile boolean stopped;

    Dialer(Session session, PeerLink link, InetSocketAddress address, Pipeline pipeline, EventLoopGroup group) {
        this.session = session;
        this.link = link;
        this.address = address;
        this.group = group;
        Duration half = session.settings().connectTimeout().dividedBy(2);
        this.dropping = half.compareTo(LONGEST_DROPPING) < 0 ? half : LONGEST_DROPPING;
        this.bootstrap = new Bootstrap()
                .group(group)
                .channel(Transport.dialing())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, ATTEMPT_MILLIS)
                .handler(pipeline);
    }

    /** Begins to call. */
    void call() {
        pause = FIRST_PAUSE_MILLIS;
        firstDrop = 0;
        firstRefusal = 0;
        lastError = "";
        dial();
    }

    private void dial() {
        if (stopped || link.line().isOpen() || link.over()) {
            return;
        }
        var _ = bootstrap.connect(address).addListener((ChannelFuture attempt) -> {
            if (!attempt.isSuccess()) {
                refused(attempt.cause());
                failed(TlsFailure.text(attempt.cause()));
            }
        });
    }

    /** The connection was accepted, then closed before the TLS handshake was over. */
    void closedInHandshake() {
        long now = System.nanoTime();
        if (firstDrop == 0) {
            firstDrop = now;
        }
        if (now - firstDrop > dropping.toNanos()) {
            session.fail(new PeerException("the process at "
                    + session.settings().endpoint(link.peer())
                    + " that should be " + link.peer()
                    + " closes every connection in the TLS handshake: check address and port, and what " + link.peer()
                    + " itself reports"));
            link.giveUp();
        } else {
            failed("closed in the TLS handshake");
        }
    }

    /** The last call led to nothing: another follows. */
    void failed(String how) {
        lastError = " (last try: " + how + ")";
        later();
    }

    /** While a session runs its parties listen: where nobody does, none runs any more. */
    private void refused(Throwable cause) {
        long now = System.nanoTime();
        if (!(cause instanceof ConnectException) || cause instanceof ConnectTimeoutException) {
            firstRefusal = 0;
        } else if (firstRefusal == 0) {
            firstRefusal = now;
        } else if (now - firstRefusal > REFUSING.toNanos() && link.line().recovering()) {
            link.line().giveUp();
            link.lostForGood("the process of " + link.peer() + " has ended: nobody listens any more at "
                    + session.settings().endpoint(link.peer()) + "; see what " + link.peer() + " itself reports");
        }
    }

    /** What became of the last attempt, as a remark in parentheses. */
    String lastError() {
        return lastError;
    }

    void stop() {
        stopped = true;
    }

    private void later() {
        if (!stopped && !group.isShuttingDown()) {
            var _ = group.schedule(this::dial, pause, TimeUnit.MILLISECONDS);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }
}
