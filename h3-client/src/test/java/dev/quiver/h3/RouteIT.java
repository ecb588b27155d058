package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One origin, reached by QUIC where there is QUIC and by TCP where there is not; each decision has its reason. */
class RouteIT {
    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private HttpsServer tcp;

    @BeforeEach
    void startTcp() throws Exception {
        tcp = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "k", certificate.privateKey(), new char[0], certificate.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        tcp.setHttpsConfigurator(new HttpsConfigurator(context));
        tcp.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = ("tcp " + exchange.getRequestMethod() + " " + body.length).getBytes(StandardCharsets.UTF_8);
            if (exchange.getRequestURI().getPath().equals("/redirect")) {
                exchange.getResponseHeaders().add("Location", "/target");
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        tcp.setExecutor(workers);
        tcp.start();
    }

    @AfterEach
    void stopTcp() {
        tcp.stop(0);
        workers.shutdownNow();
    }

    @Test
    void quicWinsWhereThereIsQuic() throws Exception {
        try (TestServer quic = TestServer.newBuilder()
                        .port(port())
                        .certificate(certificate)
                        .start();
                H3Client client = client().build()) {
            H3Response<String> response = client.send(get("/bytes/5"), BodyHandlers.ofString());
            assertThat(response.protocol()).isEqualTo(Protocol.H3);
            assertThat(response.route().winner()).isEqualTo(Via.QUIC);
            assertThat(response.route().attempts().get(1).outcome()).isEqualTo(Outcome.NOT_NEEDED);
            assertThat(quic.requests()).hasSize(1);
        }
    }

    @Test
    void aClosedUdpPortCostsNothing() throws Exception {
        try (H3Client client = client().build()) {
            H3Response<String> response = client.send(get("/x"), BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("tcp GET 0");
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(response.handshake()).isNull();
            assertThat(response.peerStreams()).isEmpty();
            assertThat(response.route().attempts())
                    .satisfiesExactly(
                            quic -> {
                                assertThat(quic.via()).isEqualTo(Via.QUIC);
                                assertThat(quic.outcome()).isEqualTo(Outcome.FAILED);
                                assertThat(quic.reason()).contains("nothing listens on UDP port " + port());
                                assertThat(quic.failure())
                                        .isInstanceOfSatisfying(
                                                H3Exception.class,
                                                e -> assertThat(e.kind()).isEqualTo(Kind.PORT_CLOSED));
                            },
                            winner -> assertThat(winner.outcome()).isEqualTo(Outcome.WON));

            H3Response<String> second = client.send(get("/x"), BodyHandlers.ofString());
            assertThat(second.route().attempts().get(0).outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(second.route().attempts().get(0).reason()).contains("tried again in");
        }
    }

    @Test
    void silenceCostsTheHeadStartOnce() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(port(), InetAddress.getLoopbackAddress());
                H3Client client = client().build()) {
            assertThat(silent.isBound()).isTrue();
            H3Response<String> first = client.send(get("/x"), BodyHandlers.ofString());
            assertThat(first.route().attempts().get(0).outcome()).isEqualTo(Outcome.LOST);
            assertThat(first.route().attempts().get(0).elapsed()).isGreaterThan(Duration.ofMillis(249));
            H3Response<String> second = client.send(get("/x"), BodyHandlers.ofString());
            assertThat(second.route().winner()).isEqualTo(Via.TCP);
            assertThat(second.route().attempts().get(0).elapsed()).isLessThan(Duration.ofMillis(200));
        }
    }

    @Test
    void noneIsTcpOnly() throws Exception {
        H3Options none = H3Options.newBuilder().discovery(Discovery.NONE).build();
        try (H3Client client = client().options(none).build()) {
            H3Response<String> response = client.send(get("/x"), BodyHandlers.ofString());
            assertThat(response.route().attempts().get(0).reason()).contains("told not to use HTTP/3");
        }
        try (H3Client client = client().version(Version.HTTP_1_1).build()) {
            H3Response<String> response = client.send(get("/x"), BodyHandlers.ofString());
            assertThat(response.route().attempts().get(0).reason()).contains("HTTP/1.1");
        }
    }

    @Test
    void trustIsTheSameOverTcp() throws Exception {
        try (H3Client client = client().trust(
                        TrustEvaluator.anchors(TestAuthority.create().certificate()))
                .build()) {
            H3Exception failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                    H3Exception.class, () -> client.send(get("/x"), BodyHandlers.ofString()));
            assertThat(failure.kind()).isEqualTo(Kind.CERTIFICATE_REJECTED);
            assertThat(failure.route().attempts())
                    .extracting(Route.Attempt::outcome)
                    .containsExactly(Outcome.FAILED, Outcome.FAILED);
        }
    }

    @Test
    void bodiesAndRedirectsOverTcp() throws Exception {
        try (H3Client client = client().followRedirects(java.net.http.HttpClient.Redirect.NORMAL)
                .build()) {
            HttpRequest post = HttpRequest.newBuilder(uri("/x"))
                    .POST(BodyPublishers.ofString("hello"))
                    .build();
            H3Response<String> response = client.send(post, BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("tcp POST 5");
            assertThat(response.metrics().requestBytes()).isEqualTo(5);
            assertThat(response.metrics().responseBytes()).isEqualTo(10);
            H3Response<String> redirected = client.send(get("/redirect"), BodyHandlers.ofString());
            assertThat(redirected.uri()).isEqualTo(uri("/target"));
            assertThat(redirected.previousResponse().orElseThrow().statusCode()).isEqualTo(302);
        }
    }

    @Test
    void directedElsewhereTcpIsSkipped() throws Exception {
        try (TestServer quic = TestServer.newBuilder().certificate(certificate).start();
                H3Client client =
                        client().resolve("localhost", port(), quic.address()).build()) {
            H3Response<String> response = client.send(get("/bytes/5"), BodyHandlers.ofString());
            assertThat(response.protocol()).isEqualTo(Protocol.H3);
            assertThat(response.route().attempts().get(1).outcome()).isEqualTo(Outcome.SKIPPED);
        }
    }

    private int port() {
        return tcp.getAddress().getPort();
    }

    private URI uri(String path) {
        return URI.create("https://localhost:" + port() + path);
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(uri(path)).build();
    }

    private H3Client.Builder client() {
        return H3Client.newBuilder().trust(TrustEvaluator.anchors(certificate.root()));
    }
}
