package dev.quiver.testkit.internal.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http3.Http3GoAwayFrame;
import io.netty.handler.codec.http3.Http3SettingsFrame;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Watches what a server does on the connection itself. */
final class PeerWatch extends ChannelInboundHandlerAdapter {
    private final Map<Long, Integer> streams = new ConcurrentSkipListMap<>();
    private final CompletableFuture<Map<Long, Long>> settings = new CompletableFuture<>();
    private final CompletableFuture<Long> goAway = new CompletableFuture<>();
    private final CompletableFuture<Optional<QuicConnectionCloseEvent>> closed = new CompletableFuture<>();
    private @Nullable QuicConnectionCloseEvent close;

    Map<Long, Integer> streams() {
        return new TreeMap<>(streams);
    }

    CompletableFuture<Map<Long, Long>> settings() {
        return settings;
    }

    CompletableFuture<Long> goAway() {
        return goAway;
    }

    CompletableFuture<Optional<QuicConnectionCloseEvent>> closed() {
        return closed;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof QuicStreamChannel stream) {
            stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext on, Object data) {
                    ByteBuf bytes = (ByteBuf) data;
                    streams.putIfAbsent(stream.streamId(), (int) bytes.getByte(bytes.readerIndex()));
                    on.fireChannelRead(data);
                }
            });
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof QuicConnectionCloseEvent seen) {
            close = seen;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed.complete(Optional.ofNullable(close));
        ctx.fireChannelInactive();
    }

    /** For the control stream. */
    ChannelHandler control() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                if (msg instanceof Http3SettingsFrame frame) {
                    Map<Long, Long> all = new HashMap<>();
                    frame.settings().forEach(e -> all.put(e.getKey(), e.getValue()));
                    settings.complete(all);
                } else if (msg instanceof Http3GoAwayFrame frame) {
                    goAway.complete(frame.id());
                }
                ReferenceCountUtil.release(msg);
            }
        };
    }
}
