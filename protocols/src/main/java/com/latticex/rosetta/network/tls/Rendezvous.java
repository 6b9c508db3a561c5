package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.network.tls.MeshSettings.Endpoint;
import com.latticex.rosetta.party.Role;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the parties together: listens for the higher ones, dials the lower ones.
 *
 * <p>A visitor without a certificate is sent away and remembered for the message of a time-out. One with an unknown certificate, or one
 * that refuses this party's, ends the start: it is most likely a party with an outdated job. Once all are there, they come again only to
 * restore a broken connection, and nobody else disturbs them.
 */
final class Rendezvous {
    private static final int BACKLOG = 16;
    private static final int MOST_UNKNOWN = 16;

    private final Session session;
    private final Credentials credentials;
    private final EventLoopGroup group;
    private final Map<Role, Dialer> dialers = new EnumMap<>(Role.class);
    private @Nullable Channel listener;
    private final AtomicInteger unknown = new AtomicInteger();
    private volatile String visitor = "";
    private final AtomicInteger strangers = new AtomicInteger();
    private volatile boolean running;

    Rendezvous(Session session, Credentials credentials, EventLoopGroup group) {
        this.session = session;
        this.credentials = credentials;
        this.group = group;
    }

    /** Starts to listen and to dial; failures fail the session. */
    void open() {
        Role self = session.self();
        if (self != Role.P2) {
            listen(self);
        }
        for (PeerLink link : session.links()) {
            Role peer = link.peer();
            if (peer.index() < self.index()) {
                Endpoint endpoint = session.settings().endpoint(peer);
                InetAddress address = resolve(peer, endpoint.host());
                if (address == null) {
                    session.execute(link::giveUp);
                } else {
                    Dialer dialer = new Dialer(
                            session,
                            link,
                            new InetSocketAddress(address, endpoint.port()),
                            new Pipeline(session, this, credentials, peer),
                            group);
                    dialers.put(peer, dialer);
                    link.line().callBy(dialer);
                    dialer.call();
                }
            }
        }
    }

    private void listen(Role self) {
        Endpoint own = session.settings().endpoint(self);
        String host = session.settings().listenHost();
        InetAddress address = resolve(self, host);
        if (address == null) {
            return;
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(Transport.listening())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Pipeline(session, this, credentials, null))
                .bind(new InetSocketAddress(address, own.port()))
                .awaitUninterruptibly();
        if (bound.isSuccess()) {
            listener = bound.channel();
            return;
        }
        Throwable cause = bound.cause();
        String reason = TlsFailure.text(cause);
        String where = self + " cannot listen at " + host + ", port " + own.port();
        session.fail(new ConfigurationException(
                reason.contains("in use")
                        ? where + ": another process listens there, perhaps an earlier run. End it or give " + self
                                + " another port"
                        : where + " (" + reason + "): the address must belong to this machine",
                cause));
    }

    private @Nullable InetAddress resolve(Role role, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            session.fail(new ConfigurationException(
                    "the host \"" + Printable.clean(host, 255) + "\" of " + role
                            + " is unknown: correct the address or the name service",
                    e));
            return null;
        }
    }

    /** All are there: from now on connections are restored only. */
    void started() {
        running = true;
    }

    /** A connection with a party that this one has called did not come into use. */
    void callAgain(Role peer, String detail) {
        Dialer dialer = dialers.get(peer);
        if (running && dialer != null) {
            dialer.failed(detail.isEmpty() ? "closed before it was used" : detail);
        }
    }

    /** Whether one more connection may try to say whose it is. */
    boolean admit() {
        if (unknown.incrementAndGet() > MOST_UNKNOWN) {
            unknown.decrementAndGet();
            return false;
        }
        return true;
    }

    /** The TLS handshake of an admitted connection is over, well or not. */
    void examined() {
        unknown.decrementAndGet();
    }

    /** A connection ended before it was known whose it is. */
    void handshakeFailed(@Nullable Role dialed, @Nullable SocketAddress remote, Throwable cause) {
        Dialer dialer = dialed == null ? null : dialers.get(dialed);
        TlsFailure.Kind kind = TlsFailure.kind(cause);
        if (running) {
            if (dialer != null) {
                dialer.failed(TlsFailure.text(TlsFailure.root(cause)));
            }
            return;
        }
        if (dialer != null && kind == TlsFailure.Kind.CLOSED) {
            dialer.closedInHandshake();
            return;
        }
        String where = dialed == null
                ? "the process at " + remote + " that called " + session.self()
                : "the process at " + session.settings().endpoint(dialed) + " that should be " + dialed;
        switch (kind) {
            case WRONG_CERTIFICATE ->
                session.fail(new ConfigurationException(
                        where + " showed the wrong certificate: "
                                + TlsFailure.certificateError(cause).orElse("")
                                + ". Give the three parties the same three certificates; if they are, somebody else is there",
                        cause));
            case REFUSED -> session.fail(TlsFailure.refused(where, session.self(), ownFingerprint(), cause));
            case CLOSED, OTHER -> {
                String reason = TlsFailure.text(TlsFailure.root(cause));
                if (dialed == null) {
                    visitor = "; last visitor: " + remote + ", " + reason;
                    return;
                }
                session.fail(new PeerException(
                        where + " does not greet as a party of Rosetta: " + reason + ". Check address and port",
                        cause));
            }
        }
        if (dialed == null) {
            strangers.incrementAndGet();
            session.changed();
        } else {
            session.link(dialed).giveUp();
        }
    }

    /** A second process with the certificate of a party that is connected. */
    void sendAway(Channel connection, Role peer) {
        byte[] body = Abort.body(
                session.self(), peer + " is already connected with " + session.self() + ": is it started twice?");
        connection
                .writeAndFlush(Wire.frame(connection.alloc(), FrameType.ABORT, body.length)
                        .writeBytes(body))
                .addListener(ChannelFutureListener.CLOSE);
    }

    String ownFingerprint() {
        return Pinning.fingerprint(credentials.own());
    }

    /** Whether every peer knows how the session ended, or cannot be told. */
    boolean everyoneTold(boolean waitForAbsent) {
        long untold = session.links().stream()
                .filter(link -> !link.over() && (waitForAbsent || link.line().isOpen()))
                .count();
        return untold <= strangers.get();
    }

    /** Why the session is not complete. */
    String absence() {
        StringBuilder missing = new StringBuilder();
        for (PeerLink link : session.links()) {
            if (!link.peerReady()) {
                missing.append(missing.isEmpty() ? "" : "; ").append(absence(link));
            }
        }
        return missing + " (waited " + session.settings().connectTimeout().toMillis() + " ms)";
    }

    private String absence(PeerLink link) {
        Role peer = link.peer();
        if (link.line().isOpen()) {
            return peer + " is connected with " + session.self() + " but did not finish the handshake";
        }
        Dialer dialer = dialers.get(peer);
        return dialer == null
                ? peer + " never called " + session.self() + " at "
                        + session.settings().endpoint(session.self()) + visitor + ". Check that party " + peer.index()
                        + " runs, and that its job has this address"
                : peer + " never answered at " + session.settings().endpoint(peer) + dialer.lastError()
                        + ". Check that party " + peer.index() + " runs, its address in the job, and firewalls";
    }

    void close() {
        dialers.values().forEach(Dialer::stop);
        Channel listening = listener;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
    }
}
