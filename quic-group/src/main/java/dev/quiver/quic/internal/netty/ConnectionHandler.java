package dev.quiver.quic.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicDatagramExtensionEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.SslEarlyDataReadyEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** First in a QUIC channel's pipeline: turns its events into calls on the owner. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private final ConnectionEvents events;
    private boolean established;
    private @Nullable DatagramLimit datagramLimit;

    ConnectionHandler(ConnectionEvents events) {
        this.events = events;
    }

    /** How large datagrams may be; null while or when the peer takes none. */
    @Nullable
    DatagramLimit datagramLimit() {
        return datagramLimit;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        if (!established) {
            established = true;
            events.established();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof QuicStreamChannel stream) {
            if (events.peerStream(stream)) {
                ctx.fireChannelRead(msg);
            }
        } else if (msg instanceof ByteBuf datagram) {
            events.datagram(datagram);
        } else {
            ReferenceCountUtil.release(msg);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof QuicStreamLimitChangedEvent) {
            events.streamLimitChanged();
        } else if (event instanceof QuicConnectionCloseEvent close) {
            events.closedByPeer(close);
        } else if (event instanceof QuicDatagramExtensionEvent datagrams) {
            datagramLimit = new DatagramLimit((QuicChannel) ctx.channel(), datagrams.maxLength());
        } else if (event instanceof SslEarlyDataReadyEvent) {
            events.earlyDataReady();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        events.failed(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ctx.fireChannelInactive();
        events.ended(((QuicChannel) ctx.channel()).isTimedOut());
    }

    @Override
    public void channelUnregistered(ChannelHandlerContext ctx) {
        ctx.fireChannelUnregistered();
        // A channel that never became active gets no channelInactive.
        events.ended(((QuicChannel) ctx.channel()).isTimedOut());
    }
}
