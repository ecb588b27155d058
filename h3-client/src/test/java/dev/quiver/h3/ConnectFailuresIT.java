package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.pki.TestAuthority;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each way not to connect has its own name. */
@QuiverServer
class ConnectFailuresIT {
    @Test
    void theWrongAuthority(TestServer server) throws Exception {
        try (H3Client client = Clients.builder(server)
                .trust(TrustEvaluator.anchors(TestAuthority.create().certificate()))
                .build()) {
            H3Exception failure = Clients.failure(client, server, "/");
            assertThat(failure.kind()).isEqualTo(Kind.CERTIFICATE_REJECTED);
            assertThat(failure.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED);
            assertThat(failure.handshake().presentedChain()).isNotEmpty();
            assertThat(failure.route().attempts().get(0).outcome()).isEqualTo(Route.Outcome.FAILED);
        }
    }

    @Test
    void theWrongName(TestServer server) throws Exception {
        try (H3Client client =
                Clients.builder(server).connectTo(server.address()).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://example.test/")).build();
            H3Exception failure =
                    catchThrowableOfType(H3Exception.class, () -> client.send(request, BodyHandlers.ofString()));
            assertThat(failure.kind()).isEqualTo(Kind.CERTIFICATE_REJECTED);
        }
    }

    @Test
    void aClosedPort() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (H3Client client = only().build()) {
            H3Exception failure = failure(client, "https://127.0.0.1:" + port + "/");
            assertThat(failure.kind()).isEqualTo(Kind.PORT_CLOSED);
            assertThat(failure.codeName()).isNull();
        }
    }

    @Test
    void silence() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String uri = "https://127.0.0.1:" + silent.getLocalPort() + "/";
            try (H3Client client =
                    only().handshakeTimeout(Duration.ofMillis(500)).build()) {
                assertThat(failure(client, uri).kind()).isEqualTo(Kind.NO_ANSWER);
            }
            try (H3Client client = only().connectTimeout(Duration.ofMillis(500)).build()) {
                assertThatThrownBy(() -> client.send(
                                HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString()))
                        .isInstanceOf(HttpConnectTimeoutException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                H3Exception.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ANSWER));
            }
        }
    }

    @Test
    void noSuchHost() throws Exception {
        try (H3Client client = only().build()) {
            assertThat(failure(client, "https://no-such-host.invalid/").kind()).isEqualTo(Kind.HOST_NOT_FOUND);
        }
    }

    @Test
    void plainHttpHasNoHttp3() throws Exception {
        try (H3Client client = only().build()) {
            assertThat(failure(client, "http://localhost:1/").kind()).isEqualTo(Kind.BAD_URL);
        }
    }

    @Test
    void noCommonProtocol() throws Exception {
        try (TestServer other = TestServer.newBuilder().alpn("hq-interop").start();
                H3Client client = Clients.of(other)) {
            assertThat(Clients.failure(client, other, "/").kind()).isEqualTo(Kind.NO_COMMON_ALPN);
        }
    }

    @Test
    void theServerKilledInTheMiddleOfABody() throws Exception {
        try (TestServer killed = TestServer.start();
                H3Client client = Clients.builder(killed)
                        .idleTimeout(Duration.ofSeconds(1))
                        .build()) {
            var response =
                    client.sendAsync(Clients.get(killed, "/slow?bytes=1000000&delayMs=5"), BodyHandlers.ofByteArray());
            killed.awaitRequest(r -> r.responseBytes() > 0, Clients.PATIENCE);
            killed.kill();
            assertThatThrownBy(() -> response.get(10, java.util.concurrent.TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(H3Exception.class, e -> {
                        assertThat(e.kind()).isIn(Kind.TIMEOUT, Kind.IO, Kind.CLOSED_BY_PEER);
                        assertThat(e.responseBytesReceived()).isPositive();
                    });
        }
    }

    private static H3Client.Builder only() {
        return H3Client.newBuilder()
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
    }

    private static H3Exception failure(H3Client client, String uri) {
        return H3Exception.in(catchThrowable(
                () -> client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())));
    }
}
