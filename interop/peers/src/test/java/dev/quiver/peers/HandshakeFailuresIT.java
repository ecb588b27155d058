package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.GroupBuilder;
import dev.quiver.quic.GroupState;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.QuicConnectionGroup;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.pki.TestAuthority;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures as peers of other makers cause them: each told by its kind, and soon. */
@Tag("real-server")
@Timeout(120)
class HandshakeFailuresIT {
    /** A second, and what a busy machine adds. */
    private static final Duration SOON = Duration.ofSeconds(3);

    /** The failure, at most so long after the start. */
    private static HandshakeFailure failure(
            Maker maker, UnaryOperator<GroupBuilder> settings, Duration within, String... options) throws Exception {
        try (RawPeer peer = RawPeer.start(maker, options);
                QuicConnectionGroup group = settings.apply(peer.group()).build()) {
            CompletableFuture<QuicException> failed = new CompletableFuture<>();
            group.onState(state -> {
                if (state instanceof GroupState.Failed end) {
                    failed.complete(end.cause());
                }
            });
            long from = System.nanoTime();
            group.start();
            QuicException cause = failed.get(20, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(within);
            HandshakeReport report = group.handshake();
            assertThat(report.failure()).isNotNull();
            assertThat(report.failure().kind()).isEqualTo(cause.kind());
            group.terminated().get(30, TimeUnit.SECONDS);
            return report.failure();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "QUIC_GO, NO_COMMON_VERSION, --quic-version 2",
        "AIOQUIC, NO_COMMON_VERSION, --quic-version 2",
        "QUIC_GO, NO_COMMON_ALPN, --alpn another",
        "AIOQUIC, NO_COMMON_ALPN, --alpn another",
        "QUIC_GO, CLOSED_BY_PEER, --refuse"
    })
    void isToldByItsKind(Maker maker, Kind kind, String options) throws Exception {
        HandshakeFailure failure = failure(maker, b -> b, SOON, options.split(" "));
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        if (kind != Kind.NO_COMMON_VERSION) {
            assertThat(failure.code()).as(failure.message()).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    void anUntrustedCertificateIsRejected(Maker maker) throws Exception {
        TestAuthority other = TestAuthority.create();
        HandshakeFailure failure = failure(maker, b -> b.trust(TrustEvaluator.anchors(other.certificate())), SOON);
        assertThat(failure.kind()).isEqualTo(Kind.CERTIFICATE_REJECTED);
        assertThat(failure.verdict()).isNotNull();
        IllegalStateException own = new IllegalStateException("mine");
        assertThat(failure(
                                maker,
                                b -> b.trust(context -> {
                                    throw own;
                                }),
                                SOON)
                        .cause())
                .isSameAs(own);
    }

    /** aioquic asks no client for a certificate, whatever it is told. */
    @Test
    void aWantedClientCertificateIsReportedAndItsRefusalToo() throws Exception {
        try (RawPeer any = RawPeer.start(Maker.QUIC_GO);
                RawPeer peer =
                        RawPeer.start(Maker.QUIC_GO, "--client-ca", any.ca().toString());
                QuicConnectionGroup group = peer.group().build()) {
            CompletableFuture<QuicException> failed = new CompletableFuture<>();
            group.onState(state -> {
                if (state instanceof GroupState.Failed end) {
                    failed.complete(end.cause());
                }
            });
            group.start();
            assertThat(failed.get(30, TimeUnit.SECONDS).kind()).isEqualTo(Kind.CLIENT_CERTIFICATE_WANTED);
            HandshakeReport report = group.handshake();
            HandshakeEvent.IdentityWanted wanted = report.event(HandshakeEvent.IdentityWanted.class);
            assertThat(wanted).isNotNull();
            assertThat(wanted.offer().request().keyTypes()).contains("EC");
            assertThat(wanted.offer().identity()).isNull();
            HandshakeFailure failure = report.failure();
            assertThat(failure).isNotNull();
            assertThat(failure.kind()).isEqualTo(Kind.CLIENT_CERTIFICATE_WANTED);
            assertThat(failure.code()).isNotNull();
            assertThat(report.event(HandshakeEvent.HandshakeFailed.class)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    void aCloseInUseHasItsCodeAndReason(Maker maker) throws Exception {
        try (RawPeer peer = RawPeer.start(maker);
                QuicConnectionGroup group = peer.group().build()) {
            CompletableFuture<QuicException> failed = new CompletableFuture<>();
            group.onState(state -> {
                if (state instanceof GroupState.Failed end) {
                    failed.complete(end.cause());
                }
            });
            RawPeer.begin(group, "close 77 enough for today");
            QuicException cause = failed.get(30, TimeUnit.SECONDS);
            assertThat(cause.kind()).isEqualTo(Kind.CLOSED_BY_PEER);
            assertThat(cause.code()).isEqualTo(QuicErrorCode.application(77));
            assertThat(cause).hasMessageContaining("enough for today");
            assertThat(group.handshake().failure()).isNull();
        }
    }
}
