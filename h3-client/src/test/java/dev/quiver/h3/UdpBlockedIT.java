package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network where UDP does not get through, and then does. */
class UdpBlockedIT {
    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private TcpServer tcp;

    @BeforeEach
    void start() throws Exception {
        tcp = new TcpServer(certificate);
    }

    @AfterEach
    void stop() {
        tcp.close();
    }

    @Test
    void silenceCostsTheHeadStartOnceAndQuicIsBackWhenItEnds() throws Exception {
        try (H3Client client = client()) {
            try (DatagramSocket silent = new DatagramSocket(tcp.port(), InetAddress.getLoopbackAddress())) {
                assertThat(silent.isBound()).isTrue();
                Route.Attempt first = get(client).route().attempts().get(0);
                assertThat(first.outcome()).isEqualTo(Outcome.LOST);
                assertThat(first.reason()).contains("within the head start of 250 ms");
                Route.Attempt second = get(client).route().attempts().get(0);
                assertThat(second.elapsed()).as("it waited for nothing").isLessThan(Duration.ofMillis(250));
            }
            try (TestServer quic = server()) {
                awaitH3(client);
                assertThat(quic.requests()).isNotEmpty();
            }
        }
    }

    @Test
    void aClosedPortCostsNothingAndQuicIsBackAfterTheBackOff() throws Exception {
        try (H3Client client = client()) {
            assertThat(get(client).route().attempts().get(0).outcome()).isEqualTo(Outcome.FAILED);
            Route.Attempt second = get(client).route().attempts().get(0);
            assertThat(second.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(second.reason()).contains("tried again in");
            try (TestServer quic = server()) {
                awaitH3(client);
                assertThat(quic.requests()).isNotEmpty();
            }
        }
    }

    @Test
    void anotherNetworkIsAnotherChance() throws Exception {
        try (H3Client client = client()) {
            get(client);
            try (TestServer quic = server()) {
                assertThat(get(client).route().winner()).isEqualTo(Via.TCP);
                client.networkChanged();
                HttpRequest request =
                        HttpRequest.newBuilder(tcp.uri("/bytes/1")).build();
                assertThat(Clients.settled(client, request).route().winner()).isEqualTo(Via.QUIC);
                assertThat(quic.requests()).hasSize(1);
            }
        }
    }

    @Test
    void whenTcpIsGoneTooQuicIsTriedThoughItFailedLately() throws Exception {
        try (H3Client client = client()) {
            get(client);
            int port = tcp.port();
            try (TestServer quic = server()) {
                HttpRequest request =
                        HttpRequest.newBuilder(tcp.uri("/bytes/1")).build();
                tcp.close();
                H3Response<String> response = client.send(request, BodyHandlers.ofString());
                assertThat(response.protocol()).isEqualTo(Protocol.H3);
                assertThat(quic.address().getPort()).isEqualTo(port);
            }
        }
    }

    private void awaitH3(H3Client client) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (client.send(HttpRequest.newBuilder(tcp.uri("/bytes/1")).build(), BodyHandlers.discarding())
                        .route()
                        .winner()
                != Via.QUIC) {
            assertThat(System.nanoTime()).as("QUIC is back in time").isLessThan(end);
        }
    }

    private H3Response<String> get(H3Client client) throws Exception {
        return client.send(HttpRequest.newBuilder(tcp.uri("/bytes/1")).build(), BodyHandlers.ofString());
    }

    private TestServer server() throws Exception {
        return TestServer.newBuilder().port(tcp.port()).certificate(certificate).start();
    }

    private H3Client client() {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .build();
    }
}
