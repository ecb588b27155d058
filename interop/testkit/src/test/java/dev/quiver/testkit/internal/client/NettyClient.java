package dev.quiver.testkit.internal.client;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestBytes;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3RequestStreamInitializer;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One HTTP/3 connection, as simple as it can be. */
public final class NettyClient implements AutoCloseable {
    /** How much a server may send ahead of what is read, on one stream. */
    public static final int STREAM_WINDOW = 1 << 20;

    private static final int QUEUED_PARTS = 128;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final PeerWatch watch = new PeerWatch();
    private final QuicChannel connection;

    public NettyClient(InetSocketAddress server, X509Certificate root) throws Exception {
        this(server, root, 5000);
    }

    public NettyClient(InetSocketAddress server, X509Certificate root, long idleMillis) throws Exception {
        QuicSslContext tls = QuicSslContextBuilder.forClient()
                .trustManager(root)
                .applicationProtocols("h3")
                .build();
        try {
            Channel udp = new Bootstrap()
                    .group(group)
                    .channel(NioDatagramChannel.class)
                    .handler(new QuicClientCodecBuilder()
                            .sslEngineProvider(channel -> tls.newEngine(channel.alloc(), "localhost", server.getPort()))
                            .maxIdleTimeout(idleMillis, TimeUnit.MILLISECONDS)
                            .initialMaxData(16L * STREAM_WINDOW)
                            .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW)
                            .initialMaxStreamDataUnidirectional(65_536)
                            .initialMaxStreamsUnidirectional(16)
                            .build())
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .sync()
                    .channel();
            Http3Settings settings = new Http3Settings((id, value) -> true);
            settings.put(0x06, 400_000L);
            connection = QuicChannel.newBootstrap(udp)
                    .remoteAddress(server)
                    .handler(new ChannelInitializer<QuicChannel>() {
                        @Override
                        protected void initChannel(QuicChannel channel) {
                            channel.pipeline().addLast(watch);
                            channel.pipeline()
                                    .addLast(new Http3ClientConnectionHandler(
                                            watch.control(),
                                            null,
                                            null,
                                            new DefaultHttp3SettingsFrame(settings),
                                            true,
                                            (id, value) -> true));
                        }
                    })
                    .connect()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    public Answer get(String path) throws Exception {
        return send("GET", path, Fields.EMPTY, 0, Fields.EMPTY);
    }

    /** Sends that many of the test bytes, as far as the server takes them. */
    public Answer send(String method, String path, Fields fields, long bodyBytes, Fields trailers) throws Exception {
        Answer answer = new Answer();
        QuicStreamChannel stream = open(answer);
        Http3Headers headers = new DefaultHttp3Headers()
                .method(method)
                .scheme("https")
                .authority("localhost")
                .path(path);
        fields.entries().forEach(f -> headers.add(f.name(), f.value()));
        ChannelFuture written = stream.writeAndFlush(new DefaultHttp3HeadersFrame(headers));
        written.addListener(f -> body(stream, answer, bodyBytes, trailers));
        return answer;
    }

    /** A request whose answer nobody reads unless told to. */
    public QuicStreamChannel paused(Answer answer, String path) throws Exception {
        QuicStreamChannel stream = open(answer);
        stream.config().setAutoRead(false);
        stream.writeAndFlush(new DefaultHttp3HeadersFrame(new DefaultHttp3Headers()
                        .method("GET")
                        .scheme("https")
                        .authority("localhost")
                        .path(path)))
                .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
        return stream;
    }

    /** A request whose body has begun and does not end. */
    public QuicStreamChannel unfinished(Answer answer, String path, int bodyBytes) throws Exception {
        QuicStreamChannel stream = open(answer);
        stream.write(new DefaultHttp3HeadersFrame(new DefaultHttp3Headers()
                .method("POST")
                .scheme("https")
                .authority("localhost")
                .path(path)));
        stream.writeAndFlush(new DefaultHttp3DataFrame(Unpooled.wrappedBuffer(TestBytes.at(0, bodyBytes))));
        return stream;
    }

    public static Answer newAnswer() {
        return new Answer();
    }

    private QuicStreamChannel open(Answer answer) throws Exception {
        return connection
                .createStream(QuicStreamType.BIDIRECTIONAL, new Http3RequestStreamInitializer() {
                    @Override
                    protected void initRequestStream(QuicStreamChannel stream) {
                        stream.pipeline().addFirst(new AnswerHandler.Wire(answer));
                        stream.pipeline().addLast(new AnswerHandler(answer));
                    }
                })
                .get(30, TimeUnit.SECONDS);
    }

    /**
     * Sends the body with more of it queued than any window lets through: the transport tells of a STOP_SENDING only by failing a
     * write that is queued at that moment.
     */
    private static void body(QuicStreamChannel stream, Answer answer, long bodyBytes, Fields trailers) {
        Upload upload = new Upload(stream, answer, bodyBytes, trailers);
        for (int i = 0; i < QUEUED_PARTS; i++) {
            upload.next();
        }
    }

    private static final class Upload {
        private final QuicStreamChannel stream;
        private final Answer answer;
        private final long bodyBytes;
        private final Fields trailers;
        private ChannelFuture written;
        private long from;
        private boolean ended;

        Upload(QuicStreamChannel stream, Answer answer, long bodyBytes, Fields trailers) {
            this.stream = stream;
            this.answer = answer;
            this.bodyBytes = bodyBytes;
            this.trailers = trailers;
            this.written = stream.newSucceededFuture();
        }

        void next() {
            if (ended) {
                return;
            }
            if (from == bodyBytes) {
                end();
                return;
            }
            int part = (int) Math.min(65_536, bodyBytes - from);
            written = stream.writeAndFlush(new DefaultHttp3DataFrame(Unpooled.wrappedBuffer(TestBytes.at(from, part))));
            from += part;
            written.addListener(f -> {
                if (f.isSuccess()) {
                    // Not on this stack: a long body would exhaust it.
                    stream.eventLoop().execute(this::next);
                } else {
                    ended = true;
                    answer.sendFailure = f.cause();
                    answer.sent.completeExceptionally(f.cause());
                }
            });
        }

        /** The parts before are written in order, so the end is behind them all. */
        private void end() {
            ended = true;
            if (!trailers.entries().isEmpty()) {
                Http3Headers headers = new DefaultHttp3Headers();
                trailers.entries().forEach(f -> headers.add(f.name(), f.value()));
                written = stream.writeAndFlush(new DefaultHttp3HeadersFrame(headers));
            }
            written.addListener(f -> {
                if (f.isSuccess()) {
                    stream.shutdownOutput();
                    answer.sent.complete(null);
                } else {
                    answer.sendFailure = f.cause();
                    answer.sent.completeExceptionally(f.cause());
                }
            });
        }
    }

    /** A request stream without the codec: these bytes and FIN. */
    public Answer raw(byte[] bytes, boolean fin) throws Exception {
        Answer answer = new Answer();
        QuicStreamChannel stream = connection
                .createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel channel) {
                        channel.pipeline().addLast(new AnswerHandler.Wire(answer), new AnswerHandler(answer));
                    }
                })
                .get(30, TimeUnit.SECONDS);
        ChannelFuture written = stream.writeAndFlush(Unpooled.copiedBuffer(bytes));
        if (fin) {
            written.addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
        }
        return answer;
    }

    /** The streams that the server was seen to open, and their types. */
    public Map<Long, Integer> peerStreams() {
        return watch.streams();
    }

    /** The settings that came, by id. */
    public CompletableFuture<Map<Long, Long>> settings() {
        return watch.settings();
    }

    public CompletableFuture<Long> goAway() {
        return watch.goAway();
    }

    /** Done when the connection is closed; with the peer's CONNECTION_CLOSE if one came. */
    public CompletableFuture<Optional<QuicConnectionCloseEvent>> closed() {
        return watch.closed();
    }

    public boolean timedOut() {
        return connection.isTimedOut();
    }

    public long streamCredit() {
        return connection.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL);
    }

    @Override
    public void close() throws Exception {
        connection.close().await(30, TimeUnit.SECONDS);
        connection.parent().close().await(30, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS);
    }
}
