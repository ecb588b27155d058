package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.internal.spi.ConnectionProtocol;
import dev.quiver.quic.internal.spi.ProtocolGroups;
import dev.quiver.quic.internal.spi.QuicTransport;
import dev.quiver.quic.internal.spi.StreamSignals;
import dev.quiver.quic.trust.TrustEvaluator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a protocol on top sends early data. */
@Timeout(120)
class EarlyProtocolIT {
    /** Sends one request as early as it may, and tells what happened in which order. */
    private static final class OneRequest implements ConnectionProtocol {
        private final Queue<String> told = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<String> answer = new CompletableFuture<>();

        @Override
        public boolean attachEarly(QuicTransport transport, ChannelPipeline pipeline) {
            told.add("early");
            // Waits: one-way streams are opened only when the peer has proved itself.
            assertThat(transport.streamCredit(StreamType.UNIDIRECTIONAL)).isZero();
            assertThat(transport.streamCredit(StreamType.BIDIRECTIONAL)).isEqualTo(100);
            request(transport);
            return true;
        }

        @Override
        public void proved() {
            told.add("proved");
        }

        @Override
        public void attach(QuicTransport transport, ChannelPipeline pipeline) {
            told.add("attached");
            request(transport);
        }

        @Override
        public void peerStream(Channel stream, long id) {}

        @Override
        public void closed(QuicException cause) {
            told.add("closed");
        }

        private void request(QuicTransport transport) {
            transport.openStream(StreamType.BIDIRECTIONAL, new Answer(), new QuicTransport.StreamOpening() {
                @Override
                public void opened(Channel stream, long id) {
                    stream.writeAndFlush(Unpooled.copiedBuffer("request", StandardCharsets.UTF_8))
                            .addListener(f -> StreamSignals.get().finish(stream));
                }

                @Override
                public void failed(QuicException cause) {
                    answer.completeExceptionally(cause);
                }
            });
        }

        private final class Answer extends ChannelInboundHandlerAdapter {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                ByteBuf data = (ByteBuf) msg;
                answer.complete(data.toString(StandardCharsets.UTF_8));
                data.release();
            }
        }
    }

    @Test
    void aProtocolAttachesEarlyToAResumedSession() throws Exception {
        SessionCache sessions = SessionCache.inMemory();
        TrustEvaluator trust = TrustEvaluator.anchors(List.of(Loopback.IDENTITY.authority()));
        try (Loopback loopback = Loopback.listen(
                b -> b.earlyData(true), group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)))) {
            GroupOptions options = loopback.client()
                    .trust(trust)
                    .sessions(sessions)
                    .earlyData(true)
                    .options();
            for (List<String> expected : List.of(List.of("attached", "closed"), List.of("early", "proved", "closed"))) {
                OneRequest protocol = new OneRequest();
                QuicConnectionGroup group = ProtocolGroups.client(options, protocol);
                group.start().get(30, TimeUnit.SECONDS);
                assertThat(protocol.answer.get(30, TimeUnit.SECONDS)).isEqualTo("request");
                group.close();
                group.terminated().get(30, TimeUnit.SECONDS);
                assertThat(protocol.told).containsExactlyElementsOf(expected);
            }
        }
    }
}
