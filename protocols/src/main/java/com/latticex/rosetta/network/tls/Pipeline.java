package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.party.Role;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Handlers of a new connection: TLS 1.3 with both certificates pinned, frames, and {@link Connection}. */
final class Pipeline extends ChannelInitializer<SocketChannel> {
    private static final List<String> CIPHERS = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
    private static final long HANDSHAKE_MILLIS = 5_000;
    private static final long CLOSE_MILLIS = 500;

    private final Session session;
    private final Rendezvous rendezvous;
    private final @Nullable Role dialed;
    private final Pinning pinning;
    private final SslContext tls;

    /** @param dialed the party to be called; null for connections from the higher parties */
    Pipeline(Session session, Rendezvous rendezvous, Credentials credentials, @Nullable Role dialed) {
        this.session = session;
        this.rendezvous = rendezvous;
        this.dialed = dialed;
        Map<Role, X509Certificate> expected = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (dialed == null ? role.index() > session.self().index() : role == dialed) {
                expected.put(role, credentials.of(role));
            }
        }
        this.pinning = new Pinning(expected);
        this.tls = context(credentials);
    }

    private SslContext context(Credentials credentials) {
        SslContextBuilder builder = dialed == null
                ? SslContextBuilder.forServer(credentials.key(), credentials.own())
                        .clientAuth(ClientAuth.REQUIRE)
                : SslContextBuilder.forClient()
                        .keyManager(credentials.key(), credentials.own())
                        // Pinning is stronger than names, and certificates need not carry any.
                        .endpointIdentificationAlgorithm(null);
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .ciphers(CIPHERS)
                    .trustManager(pinning)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up with the certificate of " + session.self(), e);
        }
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
        FrameDecoder decoder = new FrameDecoder(session.settings().maxMessageBytes());
        channel.pipeline()
                .addLast(handler, decoder, new FrameEncoder())
                .addLast(new Connection(session, rendezvous, pinning, dialed, decoder));
    }
}
