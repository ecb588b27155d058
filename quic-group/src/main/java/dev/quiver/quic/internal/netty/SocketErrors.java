package dev.quiver.quic.internal.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Last in a socket's pipeline. An error of the socket is not the end of a QUIC connection (RFC 9000 §14.2.1): the peer's
 * silence would be. A read that was under way when the socket was closed is no error at all.
 */
final class SocketErrors extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ReferenceCountUtil.release(msg);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ctx.channel().isOpen()) {
            LOG.log(System.Logger.Level.DEBUG, "a UDP socket reported an error", cause);
        }
    }
}
