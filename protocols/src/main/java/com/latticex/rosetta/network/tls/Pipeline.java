package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.party.Role;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Handlers of a new connection: TLS 1.3 with both certificates pinned, frames, and {@link Connection}.
 *
 * <p>The JDK's TLS directly: Netty's context builder would first load the machine's trust store and make a password-protected key store,
 * a second of work at every start for what pinning does not use.
 */
final class Pipeline extends ChannelInitializer<SocketChannel> {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};
    private static final long HANDSHAKE_MILLIS = 5_000;
    private static final long CLOSE_MILLIS = 500;

    private final Session session;
    private final Rendezvous rendezvous;
    private final @Nullable Role dialed;
    private final Pinning pinning;
    private final SSLContext tls;

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

    private SSLContext context(Credentials credentials) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new OwnKey(credentials)}, new TrustManager[] {pinning}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS 1.3", e);
        }
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (dialed == null && !rendezvous.admit()) {
            var _ = channel.close();
            return;
        }
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(dialed != null);
        engine.setNeedClientAuth(dialed == null);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setEnabledCipherSuites(CIPHERS);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
        FrameDecoder decoder = new FrameDecoder(session.settings().maxMessageBytes());
        channel.pipeline()
                .addLast(handler, decoder, new Connection(session, rendezvous, pinning, dialed, decoder, channel));
    }
}
