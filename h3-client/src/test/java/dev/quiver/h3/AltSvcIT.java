package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.QuicListener;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin on TCP that names where HTTP/3 is to be had (RFC 7838). */
class AltSvcIT {
    private final TestAuthority authority = TestAuthority.create();
    private final TestCertificate certificate = authority.leafFor("localhost", "127.0.0.1");
    private TcpServer origin;
    private TestServer alternative;

    @TempDir
    private Path dir;

    @BeforeEach
    void start() throws Exception {
        origin = new TcpServer(certificate);
        alternative = TestServer.newBuilder().certificate(certificate).start();
    }

    @AfterEach
    void stop() {
        alternative.close();
        origin.close();
    }

    @Test
    void whatTheFirstResponseNamesServesTheSecondRequest() throws Exception {
        origin.altSvc("h2=\":1\", h3=\":" + port(alternative) + "\"; ma=60");
        try (H3Client client = client(Discovery.ALT_SVC).build()) {
            H3Response<String> first = get(client);
            assertThat(first.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(first.route().attempts().get(0).reason()).contains("has not named an HTTP/3 alternative");
            H3Response<String> second = settled(client);
            assertThat(second.protocol()).isEqualTo(Protocol.H3);
            assertThat(second.route().attempts().get(0).reason())
                    .contains("localhost:" + port(alternative))
                    .contains("Alt-Svc");
            assertThat(alternative.requests().get(0).fields().first("alt-used"))
                    .contains("localhost:" + port(alternative));
        }
    }

    @Test
    void aDeadAlternativeCostsNoPage() throws Exception {
        origin.altSvc("h3=\":" + deadPort() + "\"");
        try (H3Client client = client(Discovery.ANY).build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(client).body()).isEqualTo("by tcp");
            }
        }
    }

    @Test
    void theNextAlternativeIsTriedWhenOneIsDead() throws Exception {
        origin.altSvc("h3=\":" + deadPort() + "\", h3=\":" + port(alternative) + "\"");
        try (H3Client client = client(Discovery.ALT_SVC).build()) {
            get(client);
            // A probe sees the closed port at once, but a request need not wait for that.
            awaitH3(client);
        }
    }

    @Test
    void anAlternativeHasToProveToBeTheOrigin() throws Exception {
        try (TestServer other = TestServer.newBuilder()
                        .certificate(authority.leafFor("other.test"))
                        .start();
                H3Client client = client(Discovery.ALT_SVC).build()) {
            origin.altSvc("h3=\":" + port(other) + "\"");
            get(client);
            H3Response<String> second = settled(client);
            assertThat(second.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(second.route().attempts().get(0).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(second.route().attempts().get(0).reason()).contains("certificate");
            assertThat(other.requests()).isEmpty();
        }
    }

    /** RFC 7838 §2.2: an alternative has the authority of the origin. */
    @Test
    void anAlternativeMayTakeItselfBack() throws Exception {
        Path file = dir.resolve("taken-back");
        try (TestServer brief = TestServer.newBuilder()
                        .certificate(certificate)
                        .otherwise((request, response) -> response.head(200, Fields.of("alt-svc", "clear"))
                                .thenCompose(v -> response.end()))
                        .start();
                H3Client client = client(Discovery.ALT_SVC).altSvcFile(file).build()) {
            origin.altSvc("h3=\":" + port(brief) + "\"; persist=1");
            get(client);
            origin.altSvc(null);
            assertThat(settled(client).protocol()).isEqualTo(Protocol.H3);
            client.networkChanged();
            assertThat(settled(client).protocol()).isEqualTo(Protocol.HTTP_1_1);
        }
    }

    /** RFC 7838 §2.4: it has failed as if nobody had answered. */
    @Test
    void anAlternativeThatSpeaksSomethingElseHasFailed() throws Exception {
        try (QuicListener other = QuicListener.newBuilder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .alpn("other")
                        .identity(certificate.privateKey(), certificate.chain())
                        .build();
                H3Client client = client(Discovery.ALT_SVC).build()) {
            int port = other.start().get(30, TimeUnit.SECONDS).getPort();
            origin.altSvc("h3=\":" + port + "\"");
            get(client);
            H3Response<String> second = settled(client);
            assertThat(second.protocol()).isEqualTo(Protocol.HTTP_1_1);
            // In this request's time, or beside an earlier one.
            assertThat(second.route().attempts().get(0).reason()).contains("application protocols");
        }
    }

    @Test
    void anAlternativeThatAnswers421IsLeft() throws Exception {
        try (TestServer wrong = TestServer.newBuilder()
                        .certificate(certificate)
                        .otherwise((request, response) -> response.head(
                                        // RFC 7838 §6: what it says here is not to be believed.
                                        421,
                                        Fields.of(
                                                "alt-svc",
                                                "h3=\""
                                                        + request.fields()
                                                                .first("alt-used")
                                                                .orElseThrow() + "\""))
                                .thenCompose(v -> response.end()))
                        .start();
                H3Client client = client(Discovery.ALT_SVC).build()) {
            origin.altSvc("h3=\":" + port(wrong) + "\"");
            get(client);
            origin.altSvc(null);
            H3Response<String> second = settled(client);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.route().winner()).isEqualTo(Via.TCP);
            assertThat(second.route().attempts().get(0).reason()).contains("421");
            assertThat(get(client).route().attempts()).hasSize(2);
            assertThat(wrong.requests()).hasSize(1);
        }
    }

    @Test
    void anotherClientUsesTheFirstOnesEntryForItsFirstRequest() throws Exception {
        Path file = dir.resolve("alt-svc");
        origin.altSvc("h3=\":" + port(alternative) + "\"; persist=1");
        try (H3Client client = client(Discovery.ALT_SVC).altSvcFile(file).build()) {
            get(client);
        }
        try (H3Client client = client(Discovery.ALT_SVC).altSvcFile(file).build()) {
            assertThat(settled(client).protocol()).isEqualTo(Protocol.H3);
        }
        Files.writeString(file, "rubbish");
        try (H3Client client = client(Discovery.ALT_SVC).altSvcFile(file).build()) {
            assertThat(get(client).protocol()).isEqualTo(Protocol.HTTP_1_1);
        }
    }

    @Test
    void anotherNetworkForgetsWhatDoesNotPersist() throws Exception {
        origin.altSvc("h3=\":" + port(alternative) + "\"");
        try (H3Client client = client(Discovery.ALT_SVC).build()) {
            get(client);
            assertThat(settled(client).protocol()).isEqualTo(Protocol.H3);
            client.networkChanged();
            assertThat(get(client).protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(settled(client).protocol()).as("it was named again").isEqualTo(Protocol.H3);
        }
    }

    private void awaitH3(H3Client client) throws Exception {
        long end = System.nanoTime() + Clients.PATIENCE.toNanos();
        while (get(client).protocol() != Protocol.H3) {
            assertThat(System.nanoTime()).as("HTTP/3 in time").isLessThan(end);
        }
    }

    private H3Response<String> settled(H3Client client) throws Exception {
        return Clients.settled(
                client, HttpRequest.newBuilder(origin.uri("/page")).build());
    }

    private H3Response<String> get(H3Client client) throws Exception {
        return client.send(HttpRequest.newBuilder(origin.uri("/page")).build(), BodyHandlers.ofString());
    }

    private H3Client.Builder client(Discovery discovery) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .options(H3Options.newBuilder().discovery(discovery).build());
    }

    private static int port(TestServer server) {
        return server.address().getPort();
    }

    private static int deadPort() throws Exception {
        try (DatagramSocket free = new DatagramSocket()) {
            return free.getLocalPort();
        }
    }
}
