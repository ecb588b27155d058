package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.trust.TrustEvaluator;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.InsecureQuicTokenHandler;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.SslSessionTicketKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that resumes the session and still does not take the early data: to a client that does not read the answer itself
 * it looks like one that does (RFC 8446 §4.2.10).
 */
@Timeout(120)
class ResumedNotEarlyIT {
    private final TestIdentity identity = TestIdentity.create();
    private final SessionCache sessions = SessionCache.inMemory();
    private final TrustEvaluator trust = TrustEvaluator.anchors(List.of(identity.authority()));
    private MultiThreadIoEventLoopGroup loops;

    @BeforeEach
    void start() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Sends back what comes; its tickets are good for the other servers of this class. */
    private Channel server(int port, boolean earlyData) throws Exception {
        QuicSslContext tls = QuicSslContextBuilder.forServer(
                        identity.key().getPrivate(), null, identity.chain().toArray(X509Certificate[]::new))
                .applicationProtocols("echo")
                .earlyData(earlyData)
                .build();
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) 7);
        tls.sessionContext().setTicketKeys(new SslSessionTicketKey(key, key, key));
        return new Bootstrap()
                .group(loops)
                .channel(NioDatagramChannel.class)
                .handler(new QuicServerCodecBuilder()
                        .sslContext(tls)
                        .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
                        .initialMaxData(100_000)
                        .initialMaxStreamDataBidirectionalRemote(100_000)
                        .initialMaxStreamsBidirectional(10)
                        .handler(new ChannelInboundHandlerAdapter() {
                            @Override
                            public boolean isSharable() {
                                return true;
                            }
                        })
                        .streamHandler(new ChannelInitializer<QuicStreamChannel>() {
                            @Override
                            protected void initChannel(QuicStreamChannel stream) {
                                stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelRead(ChannelHandlerContext ctx, Object msg) {
                                        ctx.writeAndFlush(msg);
                                    }
                                });
                            }
                        })
                        .build())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync()
                .channel();
    }

    private HandshakeReport echoed(int port) throws Exception {
        try (QuicConnectionGroup group = QuicConnectionGroup.newBuilder("localhost", port)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .alpn("echo")
                .trust(trust)
                .sessions(sessions)
                .earlyData(true)
                .build()) {
            BidirectionalStream stream = group.openStream()
                    .thenApply(opened -> {
                        opened.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                        return opened;
                    })
                    .get(30, TimeUnit.SECONDS);
            assertThat(stream.receive(3, 3).get(30, TimeUnit.SECONDS).data().remaining())
                    .isEqualTo(3);
            HandshakeReport report = group.start().get(30, TimeUnit.SECONDS);
            group.close();
            group.terminated().get(30, TimeUnit.SECONDS);
            return report;
        }
    }

    @Test
    void theServersWordDecides() throws Exception {
        Channel first = server(0, true);
        int port = ((InetSocketAddress) first.localAddress()).getPort();
        assertThat(echoed(port).earlyData()).isEqualTo(EarlyData.NONE);
        HandshakeReport taken = echoed(port);
        assertThat(taken.resumed()).isTrue();
        assertThat(taken.earlyData()).isEqualTo(EarlyData.ACCEPTED);
        first.close().sync();
        Channel second = server(port, false);
        HandshakeReport refused = echoed(port);
        assertThat(refused.resumed()).isTrue();
        assertThat(refused.earlyData()).isEqualTo(EarlyData.REJECTED);
        second.close().sync();
    }
}
