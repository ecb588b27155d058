package dev.quiver.h3.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Last in a connection's pipeline: hears of what the codec found wrong, there and on the peer's streams. */
final class ConnectionErrors extends ChannelInboundHandlerAdapter {
    private final Http3Connection connection;

    ConnectionErrors(Http3Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof Channel stream) {
            stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext streamCtx, Throwable cause) {
                    connection.exception(cause);
                }
            });
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.exception(cause);
    }
}
