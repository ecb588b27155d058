package dev.quiver.benchmarks.peers.netty;

import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One connection on one event loop. Requests wait for stream credit: a refused stream burns its id. */
final class NettyPeer implements Peer {
    private static final int UPLOAD_HIGH_MARK = 1 << 20;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // event loop only
    private final String authority;
    private final Channel socket;
    private final QuicChannel connection;

    NettyPeer(Target target) throws Exception {
        authority = target.host() + ":" + target.port();
        QuicSslContext tls = QuicSslContextBuilder.forClient()
                .trustManager(target.anchor().toFile())
                .applicationProtocols(Http3.supportedApplicationProtocols())
                .build();
        socket = Tuning.socket(new Bootstrap().group(loops))
                .handler(Tuning.codec(Http3.newQuicClientCodecBuilder())
                        .sslEngineProvider(channel -> tls.newEngine(channel.alloc(), target.host(), target.port()))
                        .build())
                .bind(0)
                .sync()
                .channel();
        connection = QuicChannel.newBootstrap(socket)
                .handler(new Http3ClientConnectionHandler() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
                        if (event instanceof QuicStreamLimitChangedEvent) {
                            startWaiting();
                        }
                        super.userEventTriggered(context, event);
                    }
                })
                .remoteAddress(new InetSocketAddress(target.host(), target.port()))
                .option(
                        QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                        EpollQuicUtils.newSegmentedAllocator(Tuning.SEGMENTS))
                .connect()
                .get(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return send("GET", path, 0);
    }

    @Override
    public CompletableFuture<Reply> put(String path, long bytes) {
        return send("PUT", path, bytes);
    }

    private CompletableFuture<Reply> send(String method, String path, long upload) {
        Exchange exchange = new Exchange(upload, this::startWaiting);
        Runnable open = () -> open(method, path, upload, exchange);
        if (connection.eventLoop().inEventLoop()) {
            openOrWait(open);
        } else {
            connection.eventLoop().execute(() -> openOrWait(open));
        }
        return exchange.reply();
    }

    private void openOrWait(Runnable open) {
        if (waiting.isEmpty() && hasCredit()) {
            open.run();
        } else {
            waiting.add(open);
        }
    }

    private void startWaiting() {
        while (!waiting.isEmpty() && hasCredit()) {
            waiting.remove().run();
        }
    }

    private boolean hasCredit() {
        return connection.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0;
    }

    private void open(String method, String path, long upload, Exchange exchange) {
        var bootstrap = Http3.newRequestStreamBootstrap(connection, exchange);
        if (upload > 0) {
            bootstrap.option(
                    ChannelOption.WRITE_BUFFER_WATER_MARK,
                    new WriteBufferWaterMark(UPLOAD_HIGH_MARK / 2, UPLOAD_HIGH_MARK));
        }
        bootstrap.create().addListener(opened -> {
            if (!opened.isSuccess()) {
                exchange.reply().completeExceptionally(opened.cause());
                return;
            }
            QuicStreamChannel stream = (QuicStreamChannel) opened.getNow();
            Http3HeadersFrame head = new DefaultHttp3HeadersFrame();
            head.headers().method(method).path(path).authority(authority).scheme("https");
            if (upload > 0) {
                head.headers().set("content-length", Long.toString(upload));
                stream.write(head);
                exchange.pump(stream);
            } else {
                stream.writeAndFlush(head).addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        connection.close().await(1, TimeUnit.SECONDS);
        socket.close().await(1, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
