package dev.quiver.testkit.internal.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Begins a one-way stream by its type and leaves it open: the QPACK streams (RFC 9204 §4.2), on which a server without a
 * dynamic table has nothing more to say. The codec opens them only together with the dynamic table.
 */
final class StreamTypeSender extends ChannelInboundHandlerAdapter {
    static final byte QPACK_ENCODER = 0x02;
    static final byte QPACK_DECODER = 0x03;

    private final byte type;

    StreamTypeSender(byte type) {
        this.type = type;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(ctx.alloc().directBuffer(1).writeByte(type));
        ctx.fireChannelActive();
    }
}
