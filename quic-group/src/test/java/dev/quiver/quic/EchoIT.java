package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams carry bytes both ways between a group and a listener. */
@Timeout(120)
class EchoIT {
    @Test
    void whatIsSentComesBackWhole() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
            byte[] sent = new byte[5 << 20];
            new Random(1).nextBytes(sent);
            var sending = stream.send(ByteBuffer.wrap(sent)).thenCompose(v -> stream.finish());
            assertThat(Loopback.readAll(stream)).isEqualTo(sent);
            sending.get(30, TimeUnit.SECONDS);
            HandshakeReport report = group.handshake();
            assertThat(report.alpn()).isEqualTo(Loopback.ALPN);
            assertThat(report.quicVersion()).isEqualTo(1);
            assertThat(report.cipherSuite()).startsWith("TLS_");
            assertThat(report.presentedChain()).isEqualTo(Loopback.IDENTITY.chain());
            assertThat(report.resumed()).isFalse();
            assertThat(report.event(HandshakeEvent.Confirmed.class)).isNotNull();
        }
    }

    @Test
    void manyStreamsWaitForTheirTurnAndNoIdIsLost() throws Exception {
        int streams = 500;
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, 7, 7)),
                        group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            List<CompletableFuture<Long>> ids = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                byte[] text = ("stream " + i).getBytes();
                ids.add(group.openStream()
                        .thenCompose(s -> s.send(ByteBuffer.wrap(text))
                                .thenCompose(v -> s.finish())
                                .thenCompose(v -> s.receive(text.length + 1, 1024))
                                .thenApply(chunk -> {
                                    assertThat(chunk.last()).isTrue();
                                    assertThat(chunk.data()).isEqualTo(ByteBuffer.wrap(text));
                                    return s.id();
                                })));
            }
            for (int i = 0; i < streams; i++) {
                assertThat(ids.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(4L * i);
            }
        }
    }

    @Test
    void aCancelledOpenTakesNoId() throws Exception {
        try (Loopback loopback = Loopback.listen(
                        b -> b.flowControl(new FlowControl(1 << 20, 1 << 16, 1 << 16, 1 << 16, 1, 0)),
                        group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)));
                QuicConnectionGroup group = loopback.client().build()) {
            BidirectionalStream first = group.openStream().get(30, TimeUnit.SECONDS);
            CompletableFuture<BidirectionalStream> given = group.openStream();
            CompletableFuture<BidirectionalStream> next = group.openStream();
            assertThat(given.cancel(false)).isTrue();
            first.send(ByteBuffer.wrap(new byte[1])).thenCompose(v -> first.finish());
            assertThat(Loopback.readAll(first)).hasSize(1);
            assertThat(next.get(30, TimeUnit.SECONDS).id()).isEqualTo(4);
        }
    }
}
