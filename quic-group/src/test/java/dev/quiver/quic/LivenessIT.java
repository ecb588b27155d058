package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections kept alive, and those given up because the peer is gone. */
@Timeout(120)
class LivenessIT {
    private static final ByteBuffer NOTHING = ByteBuffer.wrap(new byte[] {0});

    @Test
    void aKeptAliveGroupOutlivesItsIdleTimeout() throws Exception {
        LinkedBlockingQueue<ByteBuffer> arrived = new LinkedBlockingQueue<>();
        Duration idle = Duration.ofMillis(600);
        try (Loopback loopback = Loopback.listen(
                        b -> b.datagrams(DatagramOptions.DEFAULT).idleTimeout(idle),
                        group -> group.datagrams().onDatagram(arrived::add));
                QuicConnectionGroup group = loopback.client()
                        .idleTimeout(idle)
                        .datagrams(DatagramOptions.DEFAULT)
                        .keepAlive(new KeepAlive(Duration.ofMillis(150), NOTHING))
                        .build()) {
            group.start().get(30, TimeUnit.SECONDS);
            long from = System.nanoTime();
            for (int i = 0; i < 12; i++) {
                assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo(NOTHING);
            }
            // One after each interval of silence: three idle timeouts, and not one datagram more than needed.
            assertThat(System.nanoTime() - from).isGreaterThan(idle.toNanos() * 5 / 2);
            assertThat(group.state()).isInstanceOf(GroupState.Ready.class);
        }
    }

    @Test
    void anIdleGroupWithoutItEnds() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {});
                QuicConnectionGroup group =
                        loopback.client().idleTimeout(Duration.ofMillis(600)).build()) {
            group.start().get(30, TimeUnit.SECONDS);
            group.terminated().get(30, TimeUnit.SECONDS);
            assertThat(group.state())
                    .isInstanceOfSatisfying(
                            GroupState.Failed.class,
                            f -> assertThat(f.cause().kind()).isEqualTo(QuicException.Kind.TIMEOUT));
        }
    }

    @Test
    void aGroupWhosePeerVanishedIsDroppedBeforeItsIdleTimeout() throws Exception {
        Loopback loopback = Loopback.listen(group -> {});
        QuicConnectionGroup group = loopback.client()
                .idleTimeout(Duration.ofSeconds(30))
                .dropAfter(Duration.ofMillis(700))
                .build();
        BidirectionalStream stream = group.openStream().get(30, TimeUnit.SECONDS);
        loopback.listener.kill();
        loopback.listener.terminated().get(30, TimeUnit.SECONDS);
        long from = System.nanoTime();
        stream.send(ByteBuffer.wrap(new byte[100])).get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> stream.receive(1, 1).get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(QuicException.class, e -> {
                    assertThat(e.kind()).isEqualTo(QuicException.Kind.TIMEOUT);
                    assertThat(e.origin()).isEqualTo(Origin.TIMEOUT);
                    assertThat(e).hasMessageContaining("no packet came").hasMessageContaining("700 ms");
                });
        group.terminated().get(30, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isBetween(Duration.ofMillis(650), Duration.ofMillis(2500));
        assertThat(group.state()).isInstanceOf(GroupState.Failed.class);
    }

    @Test
    void aSilentPeerIsNotDroppedWhileNothingIsDue() throws Exception {
        CompletableFuture<QuicConnectionGroup> atServer = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(b -> b.idleTimeout(Duration.ofSeconds(4)), atServer::complete);
                QuicConnectionGroup group = loopback.client()
                        .idleTimeout(Duration.ofSeconds(4))
                        .dropAfter(Duration.ofSeconds(1))
                        .build()) {
            group.start().get(30, TimeUnit.SECONDS);
            // The peer's last word is acknowledged here, and that is answered by nobody.
            CompletableFuture<QuicStream> last = new CompletableFuture<>();
            group.onStream(last::complete);
            atServer.get(30, TimeUnit.SECONDS)
                    .openSendStream()
                    .thenCompose(s -> s.send(ByteBuffer.wrap(new byte[1000])));
            last.get(30, TimeUnit.SECONDS);
            group.terminated().get(30, TimeUnit.SECONDS);
            assertThat(group.state())
                    .isInstanceOfSatisfying(
                            GroupState.Failed.class, f -> assertThat(f.cause()).hasMessageContaining("idle timeout"));
        }
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        GroupBuilder builder = QuicConnectionGroup.newBuilder("localhost", 1).alpn("x");
        assertThatThrownBy(() -> builder.keepAlive(new KeepAlive(Duration.ofSeconds(1), NOTHING))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call datagrams(…) too");
        builder.datagrams(DatagramOptions.DEFAULT);
        assertThatThrownBy(() -> builder.idleTimeout(Duration.ofSeconds(1)).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("too late");
        assertThatThrownBy(() -> QuicConnectionGroup.newBuilder("localhost", 1)
                        .alpn("x")
                        .dropAfter(Duration.ofSeconds(30))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shorter than the idle timeout");
    }
}
