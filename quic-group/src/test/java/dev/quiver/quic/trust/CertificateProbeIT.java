package dev.quiver.quic.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.probe.CertificateProbe;
import dev.quiver.quic.probe.EndpointReport;
import dev.quiver.quic.probe.ProbeTarget;
import dev.quiver.quic.probe.TransportReport;
import dev.quiver.quic.trust.TrustContext.Transport;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What servers present over both transports, whatever else they want or refuse. */
class CertificateProbeIT {
    private static final String HOST = "www.probe.test";
    private static final Authority ROOT = Authority.root("Probe Root");
    private static final Authority BETWEEN = ROOT.authority("Probe Intermediate");
    private static final Authority LEAF = BETWEEN.leaf(HOST);

    private final CertificateProbe probe = probe().build();

    @AfterEach
    void close() {
        probe.close();
    }

    @Test
    void showsTheBytesOfBothTransportsEachTime() throws Exception {
        try (TwoFacedServer server =
                new TwoFacedServer(new TwoFacedServer.Manner(LEAF, BETWEEN.certificate(), ROOT.certificate()))) {
            for (int i = 0; i < 3; i++) {
                EndpointReport report = inspect(server.target(HOST));
                for (TransportReport transport : report.transports()) {
                    assertThat(transport.error()).isNull();
                    assertThat(ders(transport)).containsExactly(der(LEAF), der(BETWEEN), der(ROOT));
                    assertThat(transport.trusted()).isTrue();
                    assertThat(transport.remote()).isEqualTo(server.address());
                }
                assertThat(quic(report).protocol()).isEqualTo("h3");
                assertThat(tcp(report).protocol()).isEqualTo("h2");
                assertThat(report.differs()).isFalse();
                assertThat(report.hasErrors()).isFalse();
            }
        }
    }

    @Test
    void showsAChainThatNobodyTrusts() throws Exception {
        try (TwoFacedServer server = new TwoFacedServer(new TwoFacedServer.Manner(LEAF))) {
            EndpointReport report = inspect(server.target("other.test"));
            for (TransportReport transport : report.transports()) {
                assertThat(transport.trusted()).isFalse();
                assertThat(transport.findings())
                        .extracting(Finding::id)
                        .contains(FindingId.MISSING_INTERMEDIATE, FindingId.HOST_MISMATCH);
            }
        }
    }

    @Test
    void saysWhereTheTransportsDiffer() throws Exception {
        TwoFacedServer.Manner manner = new TwoFacedServer.Manner(LEAF, BETWEEN.certificate());
        Authority renewed = BETWEEN.leaf(HOST);
        manner.quicChain = List.of(renewed.certificate(), BETWEEN.certificate());
        try (TwoFacedServer server = new TwoFacedServer(manner)) {
            EndpointReport report = inspect(server.target(HOST));
            assertThat(report.differs()).isTrue();
            assertThat(report.hasErrors()).isFalse();
            for (TransportReport transport : report.transports()) {
                assertThat(transport.trusted()).isTrue();
                assertThat(transport.findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo(FindingId.TRANSPORTS_DIFFER);
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.certificate()).isZero();
                });
            }
        }
    }

    @Test
    void asksForAnotherName() throws Exception {
        try (TwoFacedServer server = new TwoFacedServer(new TwoFacedServer.Manner(LEAF, BETWEEN.certificate()))) {
            EndpointReport report = inspect(server.target("127.0.0.1").withServerName(HOST));
            assertThat(report.hasErrors()).isFalse();
            assertThat(report.transports()).allMatch(TransportReport::trusted);
        }
    }

    @Test
    void readsWhatTheJdkDoesNotTakeFromTls12() throws Exception {
        byte[] garbage = "this is no certificate".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        TwoFacedServer.Manner manner =
                new TwoFacedServer.Manner(LEAF, new RawCertificate(garbage), BETWEEN.certificate());
        manner.quicChain = List.of(LEAF.certificate());
        try (TwoFacedServer server = new TwoFacedServer(manner)) {
            TransportReport tcp = tcp(inspect(server.target(HOST)));
            assertThat(tcp.error()).isNull();
            assertThat(ders(tcp)).containsExactly(der(LEAF), garbage, der(BETWEEN));
            assertThat(tcp.trusted()).isFalse();
            assertThat(tcp.findings())
                    .anySatisfy(finding -> assertThat(finding.id()).isEqualTo(FindingId.UNREADABLE));
        }
    }

    @Test
    void readsAChainThatIsTooLongForTheJdk() throws Exception {
        X509Certificate[] many = new X509Certificate[30];
        java.util.Arrays.fill(many, BETWEEN.certificate());
        TwoFacedServer.Manner manner = new TwoFacedServer.Manner(LEAF, many);
        manner.quicChain = List.of(LEAF.certificate());
        try (TwoFacedServer server = new TwoFacedServer(manner)) {
            assertThat(ders(tcp(inspect(server.target(HOST))))).hasSize(31).startsWith(der(LEAF), der(BETWEEN));
        }
    }

    @Test
    void saysWhatTls13Hides() throws Exception {
        TwoFacedServer.Manner manner = new TwoFacedServer.Manner(LEAF, new RawCertificate(new byte[] {1, 2, 3}));
        manner.quicChain = List.of(LEAF.certificate());
        manner.protocols = new String[] {"TLSv1.3"};
        try (TwoFacedServer server = new TwoFacedServer(manner)) {
            EndpointReport report = inspect(server.target(HOST));
            TransportReport tcp = tcp(report);
            assertThat(tcp.error()).isNull();
            assertThat(tcp.trusted()).isFalse();
            assertThat(ders(tcp)).isEmpty();
            assertThat(tcp.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.id()).isEqualTo(FindingId.UNREADABLE);
                assertThat(finding.message()).contains("TLS 1.3 only, which encrypts it");
            });
            assertThat(report.differs()).as("nobody knows").isFalse();
        }
    }

    @Test
    void malformedCertificatesOverQuicAreAFinding() throws Exception {
        TwoFacedServer.Manner manner = new TwoFacedServer.Manner(LEAF);
        byte[] garbage = {0x30, 0x03, 1, 2, 3};
        manner.quicChain = List.of(LEAF.certificate(), new RawCertificate(garbage));
        try (TwoFacedServer server = new TwoFacedServer(manner)) {
            TransportReport quic = quic(inspect(server.target(HOST)));
            assertThat(ders(quic)).containsExactly(der(LEAF), garbage);
            assertThat(quic.findings())
                    .anySatisfy(finding -> assertThat(finding.id()).isEqualTo(FindingId.UNREADABLE));
        }
    }

    @Test
    void aServerThatWantsClientsToShowThemselvesIsInspected() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            TwoFacedServer.Manner manner = new TwoFacedServer.Manner(LEAF, BETWEEN.certificate());
            manner.wantsClients = true;
            manner.protocols = new String[] {protocol};
            try (TwoFacedServer server = new TwoFacedServer(manner)) {
                EndpointReport report = inspect(server.target(HOST));
                assertThat(report.transports()).allMatch(TransportReport::trusted);
            }
        }
    }

    @Test
    void withoutACommonProtocolTcpStillShowsItsChain() throws Exception {
        TwoFacedServer.Manner manner = new TwoFacedServer.Manner(LEAF, BETWEEN.certificate());
        manner.alpn = new String[] {"smtp"};
        manner.quicAlpn = "doq";
        try (TwoFacedServer server = new TwoFacedServer(manner)) {
            EndpointReport report = inspect(server.target(HOST));
            assertThat(tcp(report).trusted()).isTrue();
            assertThat(error(quic(report)).kind()).isEqualTo(Kind.NO_COMMON_ALPN);
            assertThat(report.reached()).isTrue();
            try (CertificateProbe doq = probe().quicAlpn("doq").build()) {
                assertThat(doq.inspect(server.target(HOST))
                                .get(20, TimeUnit.SECONDS)
                                .transports())
                        .allMatch(TransportReport::trusted);
            }
        }
    }

    @Test
    void tellsClosedPortsFromSilentServersAndStrangers() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        EndpointReport closed = inspect(new ProbeTarget("127.0.0.1", free));
        assertThat(closed.reached()).isFalse();
        assertThat(closed.transports())
                .allSatisfy(t -> assertThat(error(t).kind()).isEqualTo(Kind.PORT_CLOSED));

        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket deaf = new DatagramSocket(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
                CertificateProbe hasty = probe().timeout(Duration.ofMillis(700)).build()) {
            EndpointReport report = hasty.inspect(new ProbeTarget("127.0.0.1", deaf.getLocalPort()))
                    .get(20, TimeUnit.SECONDS);
            assertThat(error(quic(report)).kind()).isEqualTo(Kind.NO_ANSWER);
            assertThat(error(tcp(report)).kind()).isEqualTo(Kind.TIMEOUT);
        }

        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try (Socket accepted = plain.accept()) {
                    accepted.getInputStream().read();
                    accepted.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    accepted.getOutputStream().flush();
                    accepted.shutdownOutput();
                    accepted.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try (CertificateProbe overTcp = probe().transports(Transport.TCP).build()) {
                EndpointReport report = overTcp.inspect(new ProbeTarget("127.0.0.1", plain.getLocalPort()))
                        .get(20, TimeUnit.SECONDS);
                assertThat(report.quic()).isNull();
                assertThat(error(tcp(report)).message()).contains("does not speak TLS");
            }
            answered.exceptionally(e -> null).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aNameThatIsNotFoundIsSaidForEachTransport() throws Exception {
        try (CertificateProbe lost = probe().resolver(
                        host -> CompletableFuture.failedFuture(new java.net.UnknownHostException(host)))
                .build()) {
            EndpointReport report =
                    lost.inspect(new ProbeTarget("nowhere.test", 443)).get(20, TimeUnit.SECONDS);
            assertThat(report.transports())
                    .hasSize(2)
                    .allSatisfy(t -> assertThat(error(t).kind()).isEqualTo(Kind.HOST_NOT_FOUND));
        }
    }

    @Test
    void closeEndsWhatIsUnderWay() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // However far it came: what a closed probe can do no more must not be told as the server's failure.
            for (int i = 0; i < 500; i++) {
                CompletableFuture<EndpointReport> running;
                try (CertificateProbe endless =
                        probe().timeout(Duration.ofMinutes(10)).build()) {
                    running = endless.inspect(new ProbeTarget("127.0.0.1", silent.getLocalPort()));
                }
                assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            }
            assertThatThrownBy(() -> {
                        CertificateProbe closed = probe().build();
                        closed.close();
                        closed.inspect(new ProbeTarget("127.0.0.1", 1)).get(20, TimeUnit.SECONDS);
                    })
                    .isInstanceOf(CancellationException.class);
        }
    }

    private EndpointReport inspect(ProbeTarget target) throws Exception {
        return probe.inspect(target).get(60, TimeUnit.SECONDS);
    }

    static CertificateProbe.Builder probe() {
        return CertificateProbe.newBuilder()
                .inspector(ChainInspector.newBuilder()
                        .anchors(List.of(ROOT.certificate()))
                        .build());
    }

    private static List<byte[]> ders(TransportReport report) {
        List<byte[]> ders = new ArrayList<>();
        ChainReport chain = report.chain();
        assertThat(chain).as(String.valueOf(report.error())).isNotNull();
        chain.presented().forEach(certificate -> ders.add(certificate.der()));
        return ders;
    }

    private static HandshakeFailure error(TransportReport report) {
        assertThat(report.error()).isNotNull();
        return report.error();
    }

    private static TransportReport quic(EndpointReport report) {
        assertThat(report.quic()).isNotNull();
        return report.quic();
    }

    private static TransportReport tcp(EndpointReport report) {
        assertThat(report.tcp()).isNotNull();
        return report.tcp();
    }

    private static byte[] der(Authority authority) {
        return ChainCase.der(authority);
    }
}
