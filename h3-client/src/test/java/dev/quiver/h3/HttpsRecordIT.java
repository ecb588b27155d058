package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** An origin whose domain says where HTTP/3 is to be had (RFC 9460). */
class HttpsRecordIT {
    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private TcpServer origin;
    private TestServer quic;

    @BeforeEach
    void start() throws Exception {
        origin = new TcpServer(certificate);
        quic = TestServer.newBuilder().certificate(certificate).start();
    }

    @AfterEach
    void stop() {
        quic.close();
        origin.close();
    }

    @Test
    void serviceModeNamesAPort() throws Exception {
        try (DnsServer dns = DnsServer.of(name() + " 60 IN HTTPS 1 . alpn=\"h3,h2\" port=" + port());
                H3Client client = client(dns, Discovery.HTTPS_RECORD)) {
            H3Response<String> response = settled(client);
            assertThat(response.protocol()).isEqualTo(Protocol.H3);
            assertThat(response.route().attempts().get(0).reason()).contains("HTTPS record");
            assertThat(dns.asked()).containsExactly(Name.fromString(name()));
        }
    }

    @Test
    void aliasModeIsFollowedToATargetWhoseAddressIsAHint() throws Exception {
        try (DnsServer dns = DnsServer.of(
                        name() + " 60 IN HTTPS 0 svc.quiver.test.",
                        "svc.quiver.test. 60 IN HTTPS 2 bad.quiver.test. alpn=\"h3\" port=1 ipv4hint=127.0.0.1",
                        "svc.quiver.test. 60 IN HTTPS 1 . alpn=\"h3\" ipv4hint=127.0.0.1 port=" + port());
                H3Client client = client(dns, Discovery.HTTPS_RECORD)) {
            assertThat(settled(client).protocol()).isEqualTo(Protocol.H3);
        }
    }

    @Test
    void aRecordWithoutHttp3MeansTcp() throws Exception {
        try (DnsServer dns = DnsServer.of(name() + " 60 IN HTTPS 1 . alpn=\"h2\"");
                H3Client client = client(dns, Discovery.HTTPS_RECORD)) {
            Route route = settled(client).route();
            assertThat(route.winner()).isEqualTo(Via.TCP);
            assertThat(route.attempts().get(0).reason()).contains("offers no HTTP/3, only h2");
        }
    }

    @Test
    void aRecordWithMandatoryKeysOfTheFutureDoesNotCount() throws Exception {
        try (DnsServer dns = DnsServer.of(
                        name() + " 60 IN HTTPS 1 . mandatory=key65333 key65333=x alpn=\"h3\" port=" + port());
                H3Client client = client(dns, Discovery.HTTPS_RECORD)) {
            assertThat(settled(client).route().attempts().get(0).reason()).contains("no HTTPS record");
        }
    }

    @Test
    void noRecordMeansTcp() throws Exception {
        try (DnsServer dns = DnsServer.of();
                H3Client client = client(dns, Discovery.HTTPS_RECORD)) {
            assertThat(settled(client).route().attempts().get(0).reason()).contains("no HTTPS record");
        }
    }

    @Test
    void aNameServerThatSaysNothingCostsNoMoreThanTheHeadStart() throws Exception {
        try (DnsServer dns = DnsServer.silent();
                H3Client client = client(dns, Discovery.HTTPS_RECORD)) {
            Route route = get(client).route();
            assertThat(route.winner()).isEqualTo(Via.TCP);
            assertThat(route.attempts().get(0).outcome()).isEqualTo(Outcome.LOST);
            assertThat(route.attempts().get(0).reason()).contains("head start of 250 ms");
        }
    }

    @Test
    void underAnyTheRequestDoesNotWaitForTheRecordWhichServesLaterOnes() throws Exception {
        try (DnsServer dns = DnsServer.of(name() + " 60 IN HTTPS 1 . alpn=\"h3\" port=" + port());
                H3Client client = client(dns, Discovery.ANY)) {
            // The origin's own UDP port is closed.
            long end = System.nanoTime() + Clients.PATIENCE.toNanos();
            while (get(client).protocol() != Protocol.H3) {
                assertThat(System.nanoTime()).as("HTTP/3 in time").isLessThan(end);
            }
            assertThat(quic.requests()).hasSize(1);
        }
    }

    /** RFC 9460 §9.1. */
    private String name() {
        return "_" + origin.port() + "._https.localhost.";
    }

    private int port() {
        return quic.address().getPort();
    }

    private H3Response<String> settled(H3Client client) throws Exception {
        return Clients.settled(
                client, HttpRequest.newBuilder(origin.uri("/bytes/1")).build());
    }

    private H3Response<String> get(H3Client client) throws Exception {
        return client.send(HttpRequest.newBuilder(origin.uri("/bytes/1")).build(), BodyHandlers.ofString());
    }

    private H3Client client(DnsServer dns, Discovery discovery) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .dnsServer(dns.address())
                .options(H3Options.newBuilder().discovery(discovery).build())
                .build();
    }
}
