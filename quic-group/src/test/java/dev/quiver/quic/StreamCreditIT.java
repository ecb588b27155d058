package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.internal.spi.ConnectionProtocol;
import dev.quiver.quic.internal.spi.ProtocolGroups;
import dev.quiver.quic.internal.spi.QuicTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams past the peer's limit: what the codec does with them, and what the group makes of it. */
@Timeout(120)
class StreamCreditIT {
    private static final int LIMIT = 3;
    private static final int PAST = 4;
    private static final long REFUSED = -1;

    /** Opens streams as the codec's interface suggests, without asking whether the peer allows them. */
    private static final class Naive implements ConnectionProtocol {
        private final CompletableFuture<QuicChannel> channel = new CompletableFuture<>();
        private final CompletableFuture<Void> moreCredit = new CompletableFuture<>();
        private final List<QuicStreamChannel> streams = new CopyOnWriteArrayList<>();

        @Override
        public void attach(QuicTransport transport, ChannelPipeline pipeline) {
            pipeline.addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                    if (event instanceof QuicStreamLimitChangedEvent && !streams.isEmpty()) {
                        moreCredit.complete(null);
                    }
                }
            });
            channel.complete((QuicChannel) pipeline.channel());
        }

        @Override
        public void peerStream(Channel stream, long id) {
            stream.close();
        }

        @Override
        public void closed(QuicException cause) {}

        /** The stream's id, or {@link #REFUSED}. */
        long open() throws Exception {
            Future<QuicStreamChannel> opened = channel.get(30, TimeUnit.SECONDS)
                    .createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInboundHandlerAdapter())
                    .await();
            if (opened.isSuccess()) {
                streams.add(opened.getNow());
                return opened.getNow().streamId();
            }
            return REFUSED;
        }

        /** Ends all streams; the peer echoes the end, and allows others. */
        void finish() {
            streams.forEach(QuicStreamChannel::shutdownOutput);
        }
    }

    private static Loopback listener() throws Exception {
        return Loopback.listen(
                b -> b.flowControl(new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, LIMIT, LIMIT)),
                group -> group.onStream(stream -> Loopback.echo((BidirectionalStream) stream)));
    }

    /** Why the group counts credit by itself. If this fails the codec has changed, and the opener can become simpler. */
    @Test
    void theCodecBurnsAnIdForEveryRefusedStream() throws Exception {
        try (Loopback loopback = listener()) {
            Naive naive = new Naive();
            QuicConnectionGroup group = ProtocolGroups.client(loopback.client().options(), naive);
            try {
                group.start().get(30, TimeUnit.SECONDS);
                for (long id = 0; id < LIMIT; id++) {
                    assertThat(naive.open()).isEqualTo(4 * id);
                }
                for (int i = 0; i < PAST; i++) {
                    assertThat(naive.open()).isEqualTo(REFUSED);
                }
                naive.finish();
                naive.moreCredit.get(30, TimeUnit.SECONDS);
                // The next in order is 4 * LIMIT; the codec has gone on counting past it.
                assertThat(naive.open()).isNotEqualTo(4L * LIMIT);
            } finally {
                group.close();
            }
        }
    }

    @Test
    void theGroupWaitsAndLosesNone() throws Exception {
        try (Loopback loopback = listener();
                QuicConnectionGroup group = loopback.client().build()) {
            List<CompletableFuture<BidirectionalStream>> asked = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                asked.add(group.openStream());
            }
            for (int i = LIMIT; i < 30; i += 4) {
                asked.get(i).cancel(false);
            }
            long expected = 0;
            for (CompletableFuture<BidirectionalStream> opening : asked) {
                if (!opening.isCancelled()) {
                    BidirectionalStream stream = opening.get(30, TimeUnit.SECONDS);
                    assertThat(stream.id()).isEqualTo(expected);
                    expected += 4;
                    stream.send(ByteBuffer.wrap(new byte[1]), true);
                    Chunk chunk;
                    do {
                        chunk = stream.receive(1, 10).get(30, TimeUnit.SECONDS);
                    } while (!chunk.last());
                }
            }
            assertThat(expected).isEqualTo(4 * (30 - 7));
        }
    }
}
