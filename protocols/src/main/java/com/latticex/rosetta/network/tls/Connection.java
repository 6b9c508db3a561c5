package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.party.Role;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The end of a connection's pipeline: finds out whose it is, then hands everything to the link with that party. */
final class Connection extends ChannelInboundHandlerAdapter {
    private final Session session;
    private final Rendezvous rendezvous;
    private final Pinning pinning;
    private final @Nullable Role dialed;
    private final FrameDecoder decoder;
    private @Nullable PeerLink link;

    /** @param dialed the party this one called; null if it was called */
    Connection(Session session, Rendezvous rendezvous, Pinning pinning, @Nullable Role dialed, FrameDecoder decoder) {
        this.session = session;
        this.rendezvous = rendezvous;
        this.pinning = pinning;
        this.dialed = dialed;
        this.decoder = decoder;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (dialed == null) {
                rendezvous.examined();
            }
            if (handshake.isSuccess()) {
                identify(context);
            } else {
                rendezvous.handshakeFailed(dialed, context.channel().remoteAddress(), handshake.cause());
                drop(context);
            }
        }
        super.userEventTriggered(context, event);
    }

    private void identify(ChannelHandlerContext context) throws SSLPeerUnverifiedException {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        X509Certificate shown = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
        Role peer = pinning.owner(shown).orElseThrow(() -> new SSLPeerUnverifiedException("unknown certificate"));
        PeerLink candidate = session.link(peer);
        if (candidate.attach(context.channel())) {
            link = candidate;
        } else {
            rendezvous.sendAway(context.channel(), peer);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        PeerLink owner = link;
        if (owner == null) {
            return;
        }
        try {
            if (message instanceof Frame.Control(FrameType type, byte[] body)
                    && type == FrameType.BYE
                    && decoder.insideMessage()) {
                throw new ProtocolException(owner.peer() + " left in the middle of a message");
            }
            owner.frame((Frame) message);
        } catch (RosettaException e) {
            session.fail(e);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (link != null) {
            link.arrived();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable wrapped) {
        PeerLink owner = link;
        Throwable cause = TlsFailure.root(wrapped);
        if (owner == null) {
            drop(context);
        } else if (cause instanceof ProtocolException malformed) {
            session.fail(new ProtocolException(owner.peer() + " sent " + malformed.getMessage(), malformed));
        } else if (cause instanceof SSLException && !owner.greeted()) {
            session.fail(
                    TlsFailure.refused(owner.peer().toString(), session.self(), rendezvous.ownFingerprint(), cause));
            owner.close();
        } else if (cause instanceof SSLException) {
            session.fail(new PeerException(
                    "the encrypted connection with " + owner.peer() + " was disturbed: " + TlsFailure.text(cause),
                    cause));
            owner.close();
        } else {
            // An input or output error: the link reports the loss when the connection becomes inactive.
            owner.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (link != null) {
            link.lost();
        }
        context.fireChannelInactive();
    }

    private static void drop(ChannelHandlerContext context) {
        var _ = context.close();
    }
}
