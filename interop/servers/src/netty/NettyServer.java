import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3ServerConnectionHandler;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.quic.InsecureQuicTokenHandler;
import io.netty.handler.codec.quic.QLogConfiguration;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.ssl.ClientAuth;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code NettyServer ADDRESS PORT CHAIN KEY FILES [OPTION…]}: HTTP/3 on Netty's codec. The options: README.md. */
public final class NettyServer {
    private final Path files;
    private final Map<String, String> options;

    private NettyServer(Path files, Map<String, String> options) {
        this.files = files;
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 5; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--retry" -> options.put("--retry", "");
                case "--client-ca", "--alpn", "--qlog", "--keylog" -> options.put(arguments[i], arguments[++i]);
                default -> throw new IllegalArgumentException("unknown option '" + arguments[i] + "'");
            }
        }
        new NettyServer(Path.of(arguments[4]), options)
                .serve(
                        new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                        new File(arguments[2]),
                        new File(arguments[3]));
    }

    private void serve(InetSocketAddress address, File chain, File key) throws InterruptedException {
        QuicServerCodecBuilder codec = new QuicServerCodecBuilder()
                .sslContext(tls(chain, key))
                .maxIdleTimeout(30, TimeUnit.SECONDS)
                .initialMaxData(24 << 20)
                .initialMaxStreamDataBidirectionalRemote(16 << 20)
                .initialMaxStreamDataUnidirectional(1 << 20)
                .initialMaxStreamsBidirectional(1000)
                .initialMaxStreamsUnidirectional(100)
                .datagram(1000, 1000)
                .handler(new ByProtocol());
        if (options.containsKey("--retry")) {
            codec.tokenHandler(InsecureQuicTokenHandler.INSTANCE);
        }
        if (options.containsKey("--qlog")) {
            codec.option(QuicChannelOption.QLOG, new QLogConfiguration(options.get("--qlog"), "netty-h3", "server"));
        }
        // HTTP/3 adds its own.
        codec.streamHandler(new ChannelInitializer<QuicStreamChannel>() {
            @Override
            protected void initChannel(QuicStreamChannel stream) {
                if (isHq(stream.parent())) {
                    stream.pipeline().addLast(new Hq(files));
                }
            }
        });
        new Bootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
                .channel(NioDatagramChannel.class)
                .handler(codec.build())
                .bind(address)
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private QuicSslContext tls(File chain, File key) {
        List<String> protocols = new ArrayList<>(List.of("h3"));
        if (options.containsKey("--alpn")) {
            if (!options.get("--alpn").equals(Hq.NAME)) {
                throw new IllegalArgumentException("no protocol but " + Hq.NAME + " can stand beside h3");
            }
            protocols.add(Hq.NAME);
        }
        QuicSslContextBuilder tls = QuicSslContextBuilder.forServer(key, null, chain)
                .applicationProtocols(protocols.toArray(String[]::new))
                .earlyData(true);
        if (options.containsKey("--client-ca")) {
            tls.clientAuth(ClientAuth.REQUIRE).trustManager(new File(options.get("--client-ca")));
        }
        if (options.containsKey("--keylog")) {
            tls.keylog((engine, line) -> append(Path.of(options.get("--keylog")), line + "\n"));
        }
        return tls.build();
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which protocol a connection speaks is known when it is active. */
    private final class ByProtocol extends ChannelInitializer<QuicChannel> {
        @Override
        protected void initChannel(QuicChannel connection) {
            connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    if (!isHq((QuicChannel) context.channel())) {
                        context.pipeline().addLast(http3());
                    }
                    context.pipeline().remove(this);
                    context.pipeline().fireChannelActive();
                }
            });
        }
    }

    private static boolean isHq(QuicChannel connection) {
        return Hq.NAME.equals(connection.sslEngine().getApplicationProtocol());
    }

    private Http3ServerConnectionHandler http3() {
        Http3Settings settings =
                new Http3Settings().maxFieldSectionSize(256 << 10).enableConnectProtocol(true);
        return new Http3ServerConnectionHandler(
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Exchange(files));
                    }
                },
                null,
                null,
                new DefaultHttp3SettingsFrame(settings),
                true,
                (id, value) -> true);
    }
}
