package dev.quiver.testkit.internal.server;

import dev.quiver.quic.internal.spi.StreamSignals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/** Marks the place in a stream's pipeline below the HTTP/3 codec, from where bytes go out as they are. */
final class RawBytes extends ChannelOutboundHandlerAdapter {
    static final String NAME = "quiver-raw";

    private static final int RESERVED_FRAME = 0x21;

    static ChannelFuture write(Channel stream, ByteBuf data) {
        return stream.pipeline().context(NAME).writeAndFlush(data);
    }

    /**
     * Ends a stream with an empty frame of a reserved type, which receivers pass over (RFC 9114 §7.2.8), and the FIN in
     * one. By itself the FIN can get lost for good once this side receives no more: quiche issue 2525.
     */
    static ChannelFuture end(Channel stream) {
        ByteBuf frame = stream.alloc().directBuffer(2).writeByte(RESERVED_FRAME).writeByte(0);
        return stream.pipeline().context(NAME).writeAndFlush(StreamSignals.get().last(frame));
    }
}
