package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.party.Role;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The end of a connection's pipeline: finds out whose it is, then hands everything to the link with that party. */
final class Connection extends ChannelInboundHandlerAdapter {
    /** How long an authenticated connection may keep silent before it says what it is for. */
    private static final long INTRODUCTION_MILLIS = 5_000;

    private final Session session;
    private final Rendezvous rendezvous;
    private final Pinning pinning;
    private final @Nullable Role dialed;
    private final FrameDecoder decoder;
    private final Channel channel;
    private @Nullable PeerLink link;
    private Recovery.Cause end = Recovery.Cause.CLOSED;
    private String detail = "";

    /** @param dialed the party this one called; null if it was called */
    Connection(
            Session session,
            Rendezvous rendezvous,
            Pinning pinning,
            @Nullable Role dialed,
            FrameDecoder decoder,
            Channel channel) {
        this.session = session;
        this.rendezvous = rendezvous;
        this.pinning = pinning;
        this.dialed = dialed;
        this.decoder = decoder;
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    FrameDecoder decoder() {
        return decoder;
    }

    /** Whether this side has called the other. */
    boolean isDialed() {
        return dialed != null;
    }

    /** How it ended, as far as this side knows. */
    Recovery.Cause end() {
        return end;
    }

    /** What is known of its end besides. */
    String detail() {
        return detail;
    }

    /** Sends a frame that is not numbered. */
    void tell(FrameType type, byte[] body) {
        ByteBuf frame = Wire.frame(channel.alloc(), type, body);
        var _ = channel.writeAndFlush(frame);
    }

    /** Tells the other side why it cannot stay, by the body of an ABORT, and closes. */
    void sendAway(byte[] abort) {
        ByteBuf frame = Wire.frame(channel.alloc(), FrameType.ABORT, abort);
        channel.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
    }

    void close() {
        var _ = channel.close();
    }

    /** Gives up a connection that is of no use any more; its end, which may take a while, is nobody's concern then. */
    void breakOff(Recovery.Cause why, String more) {
        end = why;
        detail = more;
        PeerLink owner = link;
        link = null;
        if (owner != null && owner.line().uses(this)) {
            owner.line().lost(this);
        }
        close();
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
                close();
            }
        }
        super.userEventTriggered(context, event);
    }

    private void identify(ChannelHandlerContext context) throws SSLPeerUnverifiedException {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        X509Certificate shown = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
        Role peer = pinning.owner(shown).orElseThrow(() -> new SSLPeerUnverifiedException("unknown certificate"));
        PeerLink owner = session.link(peer);
        link = owner;
        owner.line().authenticated(this);
        if (!owner.line().uses(this)) {
            var _ = channel.eventLoop().schedule(this::expectIntroduction, INTRODUCTION_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void expectIntroduction() {
        PeerLink owner = link;
        if (owner != null && !owner.line().uses(this)) {
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        PeerLink owner = link;
        if (owner == null) {
            return;
        }
        try {
            if (!owner.line().uses(this)) {
                owner.line().introduced(this, (Frame) message);
                return;
            }
            if (message instanceof Frame.Control(FrameType type, byte[] body)
                    && type == FrameType.BYE
                    && decoder.inbound().insideMessage()) {
                throw new ProtocolException(owner.peer() + " left in the middle of a message");
            }
            owner.frame((Frame) message);
        } catch (RosettaException e) {
            session.fail(e);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        PeerLink owner = link;
        if (owner != null && owner.line().uses(this)) {
            owner.line().arrived();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable wrapped) {
        PeerLink owner = link;
        Throwable cause = TlsFailure.root(wrapped);
        if (owner == null || !owner.line().uses(this)) {
            detail = TlsFailure.text(cause);
            close();
        } else if (cause instanceof ProtocolException malformed) {
            session.fail(new ProtocolException(owner.peer() + " sent " + malformed.getMessage(), malformed));
        } else if (cause instanceof SSLException && !owner.greeted()) {
            session.fail(
                    TlsFailure.refused(owner.peer().toString(), session.self(), rendezvous.ownFingerprint(), cause));
            close();
        } else if (cause instanceof SSLException) {
            breakOff(Recovery.Cause.DISTURBED, TlsFailure.text(cause));
        } else {
            // An input or output error: the link learns of the loss when the connection becomes inactive.
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        PeerLink owner = link;
        if (owner != null && owner.line().uses(this)) {
            owner.line().lost(this);
        } else if (owner != null && dialed != null) {
            rendezvous.callAgain(dialed, detail);
        }
        context.fireChannelInactive();
    }
}
