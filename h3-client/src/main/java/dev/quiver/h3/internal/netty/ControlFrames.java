package dev.quiver.h3.internal.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http3.Http3GoAwayFrame;
import io.netty.handler.codec.http3.Http3SettingsFrame;
import io.netty.util.ReferenceCountUtil;

/** Last on the server's control stream (RFC 9114 §6.2.1). */
final class ControlFrames extends ChannelInboundHandlerAdapter {
    private final Http3Connection connection;

    ControlFrames(Http3Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (msg instanceof Http3SettingsFrame frame) {
                connection.settings(frame.settings());
            } else if (msg instanceof Http3GoAwayFrame frame) {
                connection.goAway(frame.id());
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.exception(cause);
    }
}
