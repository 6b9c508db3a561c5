package com.latticex.rosetta.network.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Numbers the frames in the order in which they leave. */
final class FrameEncoder extends ChannelOutboundHandlerAdapter {
    private long next;
    private long asked;

    @Override
    public void write(ChannelHandlerContext context, Object frame, ChannelPromise promise) {
        ByteBuf buffer = (ByteBuf) frame;
        buffer.setLong(buffer.readerIndex() + Wire.SEQUENCE_AT, next++);
        var _ = context.write(buffer, promise);
    }

    /** Whether nothing has been sent since the last call. */
    boolean idle() {
        boolean idle = asked == next;
        asked = next;
        return idle;
    }
}
