package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.internal.spi.ConnectionProtocol;
import dev.quiver.quic.internal.spi.ProtocolGroups;
import dev.quiver.quic.internal.spi.QuicTransport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that are written together share packets, and nothing that was written is left lying. */
@Timeout(120)
class WriteTogetherIT {
    private static final int STREAMS = 40;
    private static final byte[] WORD = new byte[20];

    private final Writer writer = new Writer();
    private Loopback loopback;
    private QuicConnectionGroup group;

    /** Opens streams, writes a word to each and waits for its echo. */
    private static final class Writer implements ConnectionProtocol {
        private QuicTransport transport;
        // The event loop's only.
        private int packets;

        @Override
        public void attach(QuicTransport attached, ChannelPipeline pipeline) {
            transport = attached;
            pipeline.channel().parent().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Exception {
                    if (msg instanceof DatagramPacket packet && packet.content().isReadable()) {
                        packets++;
                    }
                    super.write(ctx, msg, promise);
                }
            });
        }

        @Override
        public void peerStream(Channel stream, long id) {
            stream.close();
        }

        @Override
        public void closed(QuicException cause) {}

        /** On the event loop. */
        CompletableFuture<Void> echo(Runnable onReply) {
            CompletableFuture<Void> echoed = new CompletableFuture<>();
            transport.openStream(
                    StreamType.BIDIRECTIONAL, new Replies(echoed, onReply), new QuicTransport.StreamOpening() {
                        @Override
                        public void opened(Channel stream, long id) {
                            stream.writeAndFlush(Unpooled.copiedBuffer(WORD));
                        }

                        @Override
                        public void failed(QuicException cause) {
                            echoed.completeExceptionally(cause);
                        }
                    });
            return echoed;
        }

        <T> T onLoop(java.util.concurrent.Callable<T> task) throws Exception {
            return transport.eventLoop().submit(task).get(30, TimeUnit.SECONDS);
        }
    }

    private static final class Replies extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Void> echoed;
        private final Runnable onReply;
        private int missing = WORD.length;

        Replies(CompletableFuture<Void> echoed, Runnable onReply) {
            this.echoed = echoed;
            this.onReply = onReply;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf part = (ByteBuf) msg;
            missing -= part.readableBytes();
            part.release();
            if (missing == 0) {
                onReply.run();
                echoed.complete(null);
                ctx.close();
            }
        }
    }

    @BeforeEach
    void connect() throws Exception {
        loopback = Loopback.listen(
                b -> b.flowControl(new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, 10_000, 10)),
                accepted -> accepted.onStream(stream -> Loopback.echo((BidirectionalStream) stream)));
        group = ProtocolGroups.client(loopback.client().options(), writer);
        group.start().get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        group.close();
        loopback.close();
    }

    private static void await(List<CompletableFuture<Void>> echoes) throws Exception {
        CompletableFuture.allOf(echoes.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private int packetsFor(boolean together) throws Exception {
        List<CompletableFuture<Void>> echoes = new ArrayList<>();
        int sent = writer.onLoop(() -> {
            // Ends a read that is held open until the end of the loop's turn.
            writer.transport.together(() -> {});
            int before = writer.packets;
            Runnable all = () -> {
                for (int i = 0; i < STREAMS; i++) {
                    echoes.add(writer.echo(() -> {}));
                }
            };
            if (together) {
                writer.transport.together(all);
            } else {
                all.run();
            }
            return writer.packets - before;
        });
        await(echoes);
        return sent;
    }

    @Test
    void whatIsWrittenTogetherSharesPackets() throws Exception {
        assertThat(packetsFor(false)).as("each by itself").isGreaterThanOrEqualTo(STREAMS);
        // 40 frames of some 25 bytes: one packet, and perhaps what else was due.
        assertThat(packetsFor(true)).isBetween(1, 5);
    }

    @Test
    void whatWasWrittenIsSentThoughTheRestThrows() throws Exception {
        CompletableFuture<Void> echo = writer.onLoop(() -> {
            List<CompletableFuture<Void>> first = new ArrayList<>();
            try {
                writer.transport.together(() -> {
                    first.add(writer.echo(() -> {}));
                    throw new IllegalStateException("thrown for the test");
                });
            } catch (IllegalStateException expected) {
                return first.get(0);
            }
            throw new AssertionError("it threw nothing");
        });
        echo.get(30, TimeUnit.SECONDS);
    }

    /** Within a pass, within a read, and at any moment between: nothing waits for a packet that may never come. */
    @Test
    void nothingIsLeftLying() throws Exception {
        Random random = new Random(17);
        for (int round = 0; round < 150; round++) {
            int streams = 1 + random.nextInt(30);
            int nested = random.nextInt(3);
            List<CompletableFuture<Void>> echoes = new ArrayList<>();
            CompletableFuture<CompletableFuture<Void>> inRead = new CompletableFuture<>();
            writer.onLoop(() -> {
                writer.transport.together(() -> {
                    for (int i = 0; i < streams; i++) {
                        boolean last = i == streams - 1;
                        echoes.add(writer.echo(() -> {
                            if (last) {
                                writer.transport.together(() -> inRead.complete(writer.echo(() -> {})));
                            }
                        }));
                    }
                    for (int i = 0; i < nested; i++) {
                        writer.transport.together(() -> echoes.add(writer.echo(() -> {})));
                    }
                });
                return null;
            });
            await(echoes);
            inRead.get(30, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
        }
    }
}
