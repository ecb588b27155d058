package dev.quiver.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.quic.trust.TrustVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way in which a handshake fails is told apart, and the report is there. */
@Timeout(120)
class HandshakeFailureIT {
    private static HandshakeFailure failureOf(QuicConnectionGroup group) throws Exception {
        QuicException error = (QuicException) group.start()
                .handle((report, e) -> e instanceof CompletionException c ? c.getCause() : e)
                .get(20, TimeUnit.SECONDS);
        assertThat(error).isNotNull();
        HandshakeFailure failure = group.handshake().failure();
        assertThat(failure).isNotNull();
        assertThat(error.kind()).isEqualTo(failure.kind());
        assertThat(error.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED);
        assertThat(group.state()).isInstanceOf(GroupState.Failed.class);
        group.terminated().get(30, TimeUnit.SECONDS);
        return failure;
    }

    private static GroupBuilder towards(int port) {
        return QuicConnectionGroup.newBuilder("localhost", port)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .alpn(Loopback.ALPN)
                .trust(TrustEvaluator.insecure());
    }

    @Test
    void hostNotFound() throws Exception {
        HandshakeFailure failure = failureOf(QuicConnectionGroup.newBuilder("no-such-host.invalid", 443)
                .alpn(Loopback.ALPN)
                .build());
        assertThat(failure.kind()).isEqualTo(QuicException.Kind.HOST_NOT_FOUND);
        assertThat(failure.message()).contains("no-such-host.invalid");
    }

    @Test
    void portClosed() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        long before = System.nanoTime();
        assertThat(failureOf(towards(port).build()).kind()).isEqualTo(QuicException.Kind.PORT_CLOSED);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void noAnswer() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            HandshakeFailure failure = failureOf(towards(silent.getLocalPort())
                    .handshakeTimeout(Duration.ofMillis(700))
                    .build());
            assertThat(failure.kind()).isEqualTo(QuicException.Kind.NO_ANSWER);
        }
    }

    /** It answers, with a Retry, and is silent from then on. */
    @Test
    void timedOut() throws Exception {
        try (Loopback server = Loopback.listen(b -> b.retry(true), group -> {});
                DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket back = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread once = new Thread(() -> {
                try {
                    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                    do {
                        packet.setLength(2048);
                        front.receive(packet);
                    } while (packet.getLength() == 1); // The probe of a closed port.
                    SocketAddress client = packet.getSocketAddress();
                    packet.setSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port));
                    back.send(packet);
                    packet.setLength(2048);
                    back.receive(packet);
                    packet.setSocketAddress(client);
                    front.send(packet);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            once.start();
            HandshakeFailure failure = failureOf(towards(front.getLocalPort())
                    .handshakeTimeout(Duration.ofSeconds(2))
                    .build());
            once.join();
            assertThat(failure.kind()).isEqualTo(QuicException.Kind.TIMEOUT);
        }
    }

    @Test
    void noCommonProtocol() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {})) {
            HandshakeFailure failure =
                    failureOf(loopback.client().alpn("something-else").build());
            assertThat(failure.kind()).isEqualTo(QuicException.Kind.NO_COMMON_ALPN);
            assertThat(failure.code()).isEqualTo(QuicErrorCode.crypto(TlsAlert.NO_APPLICATION_PROTOCOL));
        }
    }

    @Test
    void certificateRejectedAndThePeerIsTold() throws Exception {
        CompletableFuture<GroupState> peerEnd = new CompletableFuture<>();
        try (Loopback loopback = Loopback.listen(group -> group.onState(s -> {
            if (s.isTerminal()) {
                peerEnd.complete(s);
            }
        }))) {
            HandshakeFailure failure = failureOf(loopback.client()
                    .trust(TrustEvaluator.anchors(
                            java.util.List.of(TestIdentity.create().authority())))
                    .build());
            assertThat(failure.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED);
            assertThat(failure.code()).isEqualTo(QuicErrorCode.crypto(TlsAlert.UNKNOWN_CA));
            assertThat(failure.verdict()).isNotNull();
            assertThat(peerEnd.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(GroupState.Failed.class, s -> {
                assertThat(s.cause().code()).isEqualTo(QuicErrorCode.crypto(TlsAlert.UNKNOWN_CA));
                assertThat(s.cause().kind()).isEqualTo(QuicException.Kind.TLS_ALERT);
            });
        }
    }

    @Test
    void anEvaluatorThatThrowsOrNeverAnswersHasRejected() throws Exception {
        IllegalStateException own = new IllegalStateException("my reason");
        try (Loopback loopback = Loopback.listen(group -> {})) {
            HandshakeFailure thrown = failureOf(loopback.client()
                    .trust(context -> {
                        throw own;
                    })
                    .build());
            assertThat(thrown.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED);
            assertThat(thrown.cause()).isSameAs(own);
            HandshakeFailure never = failureOf(loopback.client()
                    .trust(context -> new CompletableFuture<TrustVerdict>())
                    .handshakeTimeout(Duration.ofMillis(500))
                    .build());
            assertThat(never.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED);
            assertThat(never.message()).contains("did not answer within");
        }
    }

    @Test
    void wrongHost() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> {})) {
            HandshakeFailure failure = failureOf(QuicConnectionGroup.newBuilder("other.example", loopback.port)
                    .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port))
                    .alpn(Loopback.ALPN)
                    .trust(TrustEvaluator.anchors(java.util.List.of(Loopback.IDENTITY.authority())))
                    .build());
            assertThat(failure.kind()).isEqualTo(QuicException.Kind.CERTIFICATE_REJECTED);
            assertThat(failure.message()).contains("other.example");
        }
    }

    @Test
    void cancelledWhileConnecting() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            QuicConnectionGroup group = towards(silent.getLocalPort()).build();
            var started = group.start();
            group.cancel();
            assertThat(started.handle((r, e) -> e).get(30, TimeUnit.SECONDS)).isNotNull();
            group.terminated().get(30, TimeUnit.SECONDS);
            assertThat(group.state()).isInstanceOf(GroupState.Cancelled.class);
        }
    }

    @Test
    void theListenersEndIsToldToItsGroups() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> group.close(99, "that is all"))) {
            QuicConnectionGroup group = loopback.client().build();
            CompletableFuture<QuicException> end = new CompletableFuture<>();
            group.onState(s -> {
                if (s instanceof GroupState.Failed failed) {
                    end.complete(failed.cause());
                }
            });
            group.start();
            QuicException cause = end.get(30, TimeUnit.SECONDS);
            assertThat(cause.kind()).isEqualTo(QuicException.Kind.CLOSED_BY_PEER);
            assertThat(cause.code()).isEqualTo(QuicErrorCode.application(99));
            assertThat(cause).hasMessageContaining("that is all");
            group.terminated().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPeerThatClosesWhileItIsJudgedIsHeard() throws Exception {
        try (Loopback loopback = Loopback.listen(group -> group.close(99, "that is all"))) {
            HandshakeFailure failure = failureOf(loopback.client()
                    .trust(context -> new CompletableFuture<TrustVerdict>())
                    .handshakeTimeout(Duration.ofSeconds(30))
                    .build());
            assertThat(failure.kind()).isEqualTo(QuicException.Kind.CLOSED_BY_PEER);
            assertThat(failure.code()).isEqualTo(QuicErrorCode.application(99));
            assertThat(failure.reason()).isEqualTo("that is all");
        }
    }

    @Test
    void retryIsSeen() throws Exception {
        try (Loopback loopback = Loopback.listen(b -> b.retry(true), group -> {});
                QuicConnectionGroup group = loopback.client().build()) {
            assertThat(group.start().get(30, TimeUnit.SECONDS).retry()).isTrue();
        }
    }

    @Test
    void aSecondGroupWithTheSameTicketsResumes() throws Exception {
        SessionCache tickets = SessionCache.inMemory();
        try (Loopback loopback =
                Loopback.listen(group -> group.onStream(s -> Loopback.echo((BidirectionalStream) s)))) {
            TrustEvaluator trust = TrustEvaluator.anchors(java.util.List.of(Loopback.IDENTITY.authority()));
            try (QuicConnectionGroup first =
                    loopback.client().trust(trust).sessions(tickets).build()) {
                BidirectionalStream stream = first.openStream().get(30, TimeUnit.SECONDS);
                stream.send(java.nio.ByteBuffer.wrap(new byte[1])).thenCompose(v -> stream.finish());
                Loopback.readAll(stream);
                assertThat(first.handshake().resumed()).isFalse();
            }
            try (QuicConnectionGroup second =
                    loopback.client().trust(trust).sessions(tickets).build()) {
                HandshakeReport report = second.start().get(30, TimeUnit.SECONDS);
                assertThat(report.resumed()).isTrue();
                assertThat(report.presentedChain()).isEmpty();
            }
        }
    }
}
