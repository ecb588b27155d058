package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Caddy on TCP, and a network that lets no UDP through to it: what that costs, in figures for people. What decides is
 * tested in virtual time; here only what happened is asserted, not how fast.
 */
@Tag("real-server")
class BlockedUdpIT {
    private static final int TIMES = Integer.getInteger("quiver.blocked.times", 5);

    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
    private RealServer caddy;

    @BeforeEach
    void start() throws Exception {
        // A port that is free on UDP too: `start` chooses one that nobody holds.
        caddy = RealServer.start("caddy", certificate, "--", "--protocols", "h1 h2");
        measure("warm-up", Discovery.NONE, null, null);
    }

    @AfterEach
    void stop() {
        caddy.close();
    }

    @Test
    void whatItCosts() throws Exception {
        measure("TCP alone", Discovery.NONE, null, null);
        try (DatagramSocket silent = new DatagramSocket(caddy.port(), InetAddress.getByName("127.0.0.1"))) {
            assertThat(silent.isBound()).isTrue();
            measure("UDP silent", Discovery.ANY, Outcome.LOST, null);
        }
        measure("UDP port closed", Discovery.ANY, Outcome.FAILED, Outcome.SKIPPED);
    }

    @Test
    void quicIsBackWithinTheBackOff() throws Exception {
        try (H3Client client = client(Discovery.ANY)) {
            assertThat(get(client).route().winner()).isEqualTo(Via.TCP);
            try (TestServer quic = TestServer.newBuilder()
                    .port(caddy.port())
                    .certificate(certificate)
                    .otherwise((request, response) -> response.send(200, "by quic"))
                    .start()) {
                long began = System.nanoTime();
                H3Response<byte[]> back =
                        Waiting.until(() -> unchecked(client), response -> response.protocol() == Protocol.H3);
                assertThat(back.protocol()).isEqualTo(Protocol.H3);
                assertThat(quic.requests()).isNotEmpty();
                Matrix.note(
                        "caddy",
                        "QUIC back after",
                        String.format(Locale.ROOT, "%.1f s, back-off 5 s", (System.nanoTime() - began) / 1e9));
            }
        }
    }

    @Test
    void anAlternativeThatIsDeadCostsNoPage() throws Exception {
        int dead;
        try (DatagramSocket free = new DatagramSocket()) {
            dead = free.getLocalPort();
        }
        caddy.close();
        caddy = RealServer.start(
                "caddy", certificate, "--", "--protocols", "h1 h2", "--alt-svc", "h3=\":" + dead + "\"; ma=60");
        try (H3Client client = client(Discovery.ALT_SVC)) {
            for (int i = 0; i < 20; i++) {
                H3Response<byte[]> page = get(client);
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.protocol()).isEqualTo(Protocol.H2);
            }
            Route.Attempt last = get(client).route().attempts().get(0);
            assertThat(last.outcome()).isIn(Outcome.FAILED, Outcome.SKIPPED, Outcome.LOST);
            Matrix.note(
                    "caddy", "Alt-Svc to a dead port", "21 of 21 pages; QUIC " + last.outcome() + ": " + last.reason());
        }
    }

    private void measure(String what, Discovery discovery, Outcome first, Outcome second) throws Exception {
        double[] firsts = new double[TIMES];
        double[] seconds = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            try (H3Client client = client(discovery)) {
                firsts[i] = timed(client, first);
                seconds[i] = timed(client, second);
            }
        }
        Matrix.note("caddy", what, "first request " + spread(firsts) + ", second " + spread(seconds));
    }

    private double timed(H3Client client, Outcome quic) throws Exception {
        long began = System.nanoTime();
        H3Response<byte[]> response = get(client);
        double millis = (System.nanoTime() - began) / 1e6;
        assertThat(response.route().winner()).isEqualTo(Via.TCP);
        if (quic != null) {
            assertThat(response.route().attempts().get(0).outcome()).isEqualTo(quic);
        }
        return millis;
    }

    private static String spread(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.0f ms (%.0f to %.0f, n %d)",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }

    private H3Response<byte[]> get(H3Client client) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(caddy.url("/1k.bin"))).build(), BodyHandlers.ofByteArray());
    }

    private H3Response<byte[]> unchecked(H3Client client) {
        try {
            return get(client);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private H3Client client(Discovery discovery) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .connectTimeout(Duration.ofSeconds(20))
                .options(H3Options.newBuilder().discovery(discovery).build())
                .build();
    }
}
