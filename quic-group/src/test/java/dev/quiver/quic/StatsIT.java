package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a group says of itself, while it runs and when it is over. */
@Timeout(120)
class StatsIT {
    @Test
    void aGroupCountsItsStreamsAndBytes() throws Exception {
        CompletableFuture<QuicConnectionGroup> atServer = new CompletableFuture<>();
        CompletableFuture<Void> pushed = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> {
                    atServer.complete(group);
                    group.onStream(s -> {
                        if (s instanceof BidirectionalStream both) {
                            Loopback.echo(both);
                        }
                    });
                    group.openSendStream()
                            .thenCompose(s -> s.send(ByteBuffer.allocate(1)))
                            .thenRun(() -> pushed.complete(null));
                });
                QuicConnectionGroup group = loopback.client().build()) {
            CompletableFuture<QuicStream> fromServer = new CompletableFuture<>();
            group.onStream(fromServer::complete);
            assertThat(group.stats().get(30, TimeUnit.SECONDS)).isEqualTo(GroupStats.NONE);
            BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
            SendStream oneWay = group.openSendStream().get(30, TimeUnit.SECONDS);
            oneWay.send(ByteBuffer.allocate(1));
            byte[] sent = new byte[1 << 20];
            stream.send(ByteBuffer.wrap(sent)).thenCompose(v -> stream.finish());
            assertThat(Loopback.readAll(stream)).hasSize(sent.length);
            fromServer.get(30, TimeUnit.SECONDS);
            pushed.get(30, TimeUnit.SECONDS);

            GroupStats running = group.stats().get(30, TimeUnit.SECONDS);
            assertThat(running.streams().localBidirectional()).isEqualTo(1);
            assertThat(running.streams().localUnidirectional()).isEqualTo(1);
            assertThat(running.streams().peerUnidirectional()).isEqualTo(1);
            assertThat(running.streams().peerBidirectional()).isZero();
            assertThat(running.streams().open()).isBetween(2L, 3L);
            assertThat(running.bytesSent()).isGreaterThan(sent.length);
            assertThat(running.bytesReceived()).isGreaterThan(sent.length);
            assertThat(running.packetsSent()).isGreaterThan(100);
            assertThat(running.packetsReceived()).isGreaterThan(100);
            assertThat(running.rtt()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
            assertThat(running.congestionWindow()).isGreaterThan(10_000);
            assertThat(running.pathMtu()).isGreaterThanOrEqualTo(1200);
            GroupStats seenByServer = atServer.get(30, TimeUnit.SECONDS).stats().get(30, TimeUnit.SECONDS);
            assertThat(seenByServer.streams().peerBidirectional()).isEqualTo(1);
            assertThat(seenByServer.streams().localUnidirectional()).isEqualTo(1);

            group.close();
            group.terminated().get(30, TimeUnit.SECONDS);
            GroupStats last = group.stats().get(30, TimeUnit.SECONDS);
            assertThat(last.streams().open()).isZero();
            assertThat(last.bytesSent()).isGreaterThanOrEqualTo(running.bytesSent());
            assertThat(last.rtt()).isNotNull();
            assertThat(group.stats().get(30, TimeUnit.SECONDS)).isSameAs(last);
        }
    }

    @Test
    void aGroupClosedByItsPeerKeepsItsLastStats() throws Exception {
        CompletableFuture<QuicConnectionGroup> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(atServer::complete);
                QuicConnectionGroup group = loopback.client().build()) {
            group.openStream().get(30, TimeUnit.SECONDS);
            atServer.get(30, TimeUnit.SECONDS).close(3, "bye");
            group.terminated().get(30, TimeUnit.SECONDS);
            GroupStats last = group.stats().get(30, TimeUnit.SECONDS);
            assertThat(last.packetsReceived()).isGreaterThan(2);
            assertThat(last.rtt()).isNotNull();
            assertThat(last.congestionWindow()).isPositive();
            assertThat(last.streams().localBidirectional()).isEqualTo(1);
        }
    }
}
