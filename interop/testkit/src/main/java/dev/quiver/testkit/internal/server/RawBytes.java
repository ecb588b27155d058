package dev.quiver.testkit.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/** Marks the place in a stream's pipeline below the HTTP/3 codec, from where bytes go out as they are. */
final class RawBytes extends ChannelOutboundHandlerAdapter {
    static final String NAME = "quiver-raw";

    static ChannelFuture write(Channel stream, ByteBuf data) {
        return stream.pipeline().context(NAME).writeAndFlush(data);
    }
}
