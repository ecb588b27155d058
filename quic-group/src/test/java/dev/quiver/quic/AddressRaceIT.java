package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.trust.TrustEvaluator;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host with several addresses: one that lives is enough, however the others fail. */
@Timeout(120)
class AddressRaceIT {
    private static final InetAddress ALIVE = InetAddress.getLoopbackAddress();

    private static QuicConnectionGroup towards(int port, InetAddress... addresses) {
        return QuicConnectionGroup.newBuilder("server.example", port)
                .resolver(host -> CompletableFuture.completedFuture(List.of(addresses)))
                .alpn(Loopback.ALPN)
                .trust(TrustEvaluator.insecure())
                .handshakeTimeout(Duration.ofSeconds(20))
                .build();
    }

    @Test
    void aClosedPortAtTheFirstAddressCostsNothing() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {});
                QuicConnectionGroup group = towards(
                        loopback.port, InetAddress.getByName("127.0.0.2"), InetAddress.getByName("::1"), ALIVE)) {
            HandshakeReport report = group.start().get(30, TimeUnit.SECONDS);
            assertThat(report.remote()).isEqualTo(new InetSocketAddress(ALIVE, loopback.port));
            assertThat(report.failure()).isNull();
            assertThat(report.serverName()).isEqualTo("server.example");
        }
    }

    @Test
    void silenceAtTheFirstAddressIsNotWaitedFor() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {});
                DatagramSocket silent = new DatagramSocket(loopback.port, InetAddress.getByName("127.0.0.3"));
                QuicConnectionGroup group = towards(loopback.port, silent.getLocalAddress(), ALIVE)) {
            HandshakeReport report = group.start().get(30, TimeUnit.SECONDS);
            assertThat(report.remote()).isEqualTo(new InetSocketAddress(ALIVE, loopback.port));
        }
    }

    @Test
    void closedPortsEverywhereAreToldSoon() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, ALIVE)) {
            port = socket.getLocalPort();
        }
        QuicConnectionGroup group = towards(port, InetAddress.getByName("127.0.0.2"), ALIVE);
        assertThatThrownBy(() -> group.start().get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        QuicException.class, e -> assertThat(e.kind()).isEqualTo(QuicException.Kind.PORT_CLOSED));
        group.terminated().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aLiteralIsNotLookedUpAndNotSentAsName() throws Exception {
        try (QuicListener listener = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getByName("::1"), 0))
                .alpn(Loopback.ALPN)
                .identity(Loopback.IDENTITY.key().getPrivate(), Loopback.IDENTITY.chain())
                .build()) {
            int port = listener.start().get(30, TimeUnit.SECONDS).getPort();
            try (QuicConnectionGroup group = QuicConnectionGroup.newBuilder("[::1]", port)
                    .resolver(host -> CompletableFuture.failedFuture(new AssertionError("asked for " + host)))
                    .alpn(Loopback.ALPN)
                    .trust(TrustEvaluator.insecure())
                    .build()) {
                HandshakeReport report = group.start().get(30, TimeUnit.SECONDS);
                assertThat(report.serverName()).isNull();
                assertThat(report.remote()).isEqualTo(new InetSocketAddress(InetAddress.getByName("::1"), port));
            }
        }
    }

    @Test
    void cancelledWhileTheNameIsLookedUp() throws Exception {
        CompletableFuture<List<InetAddress>> never = new CompletableFuture<>();
        QuicConnectionGroup group = QuicConnectionGroup.newBuilder("server.example", 9)
                .resolver(host -> never)
                .alpn(Loopback.ALPN)
                .build();
        CompletableFuture<HandshakeReport> started = group.start();
        group.cancel();
        group.terminated().get(30, TimeUnit.SECONDS);
        assertThat(started).isCompletedExceptionally();
        never.complete(List.of(ALIVE));
        assertThat(group.state()).isInstanceOf(GroupState.Cancelled.class);
    }
}
