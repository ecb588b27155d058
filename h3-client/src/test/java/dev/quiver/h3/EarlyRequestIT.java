package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.HandshakeReport.EarlyData;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Safe requests go out with the first packet of a resumed connection, and nothing else does. */
@Timeout(120)
class EarlyRequestIT {
    private final TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");

    @TempDir
    Path qlogs;

    private TestServer.Builder server() {
        return TestServer.newBuilder().certificate(certificate).earlyData(true);
    }

    private H3Client client(Discovery discovery, boolean earlyData) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .qlog(qlogs)
                .handshakeTimeout(Duration.ofSeconds(2))
                .options(H3Options.newBuilder()
                        .discovery(discovery)
                        .earlyData(earlyData)
                        .build())
                .build();
    }

    private static H3Response<String> get(H3Client client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** A whole handshake that leaves a ticket; the next request makes a new connection, the qlogs begin anew. */
    private void earnTicket(H3Client client, URI uri) throws Exception {
        H3Response<String> first = Clients.settled(
                client, HttpRequest.newBuilder(uri.resolve("/bytes/1")).build());
        assertThat(first.protocol()).isEqualTo(Protocol.H3);
        assertThat(first.handshake().earlyData()).isEqualTo(EarlyData.NONE);
        client.networkChanged();
        for (Path file : files()) {
            Files.delete(file);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(qlogs)) {
            return files.toList();
        }
    }

    /** The streams in the client's 0-RTT packets, as its qlogs have them, which are whole when it is closed. */
    private List<String> streamsSentEarly(H3Client client) throws IOException {
        client.close();
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            for (String record : Files.readString(file).split("\u001e")) {
                if (record.contains("packet_sent")
                        && record.contains("\"packet_type\":\"0RTT\"")
                        && record.contains("\"frame_type\":\"stream\"")) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    private static List<RequestRecord> seen(TestServer server, String path) {
        return server.requests().stream().filter(r -> r.target().equals(path)).toList();
    }

    @Test
    void aSafeRequestGoesOutBeforeTheHandshakeIsDone() throws Exception {
        try (TestServer server = server().start();
                H3Client client = client(Discovery.HTTP3_ONLY, true)) {
            earnTicket(client, server.uri("/"));
            H3Response<String> second = get(client, server.uri("/bytes/2"));
            assertThat(second.handshake().resumed()).isTrue();
            assertThat(second.handshake().earlyData()).isEqualTo(EarlyData.ACCEPTED);
            assertThat(second.route().winner()).isEqualTo(Via.QUIC);
            assertThat(seen(server, "/bytes/2")).hasSize(1);
            // The connection is as good as any: control streams, bodies, many streams.
            byte[] body = new byte[300_000];
            assertThat(client.send(
                                    HttpRequest.newBuilder(server.uri("/upload"))
                                            .POST(BodyPublishers.ofByteArray(body))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .startsWith("300000 ");
            for (int i = 0; i < 150; i++) {
                assertThat(get(client, server.uri("/bytes/3")).statusCode()).isEqualTo(200);
            }
            assertThat(second.peerStreams()).isNotEmpty();
            assertThat(server.connectionsSoFar()).isEqualTo(2);
            assertThat(streamsSentEarly(client)).anyMatch(r -> r.contains("\"stream_id\":0"));
        }
    }

    @Test
    void whatIsNotSafeWaitsForTheHandshake() throws Exception {
        try (TestServer server = server().start();
                H3Client client = client(Discovery.HTTP3_ONLY, true)) {
            earnTicket(client, server.uri("/"));
            H3Response<String> posted = client.send(
                    HttpRequest.newBuilder(server.uri("/upload"))
                            .POST(BodyPublishers.ofString("once"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(posted.body()).startsWith("4 ");
            assertThat(posted.handshake().resumed()).isTrue();
            assertThat(streamsSentEarly(client)).isEmpty();
            assertThat(seen(server, "/upload")).hasSize(1);
        }
    }

    @Test
    void nothingGoesOutEarlyUnlessAskedFor() throws Exception {
        try (TestServer server = server().start();
                H3Client client = client(Discovery.HTTP3_ONLY, false)) {
            earnTicket(client, server.uri("/"));
            H3Response<String> second = get(client, server.uri("/bytes/2"));
            assertThat(second.handshake().resumed()).isTrue();
            assertThat(second.handshake().earlyData()).isEqualTo(EarlyData.NONE);
            assertThat(streamsSentEarly(client)).isEmpty();
        }
    }

    @Test
    void tooEarlyIsAnsweredByTheSameRequestAfterTheHandshake() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (TestServer server = server().route(
                                "/wary",
                                (request, response) ->
                                        response.send(asked.incrementAndGet() == 1 ? 425 : 200, "number " + asked))
                        .route(
                                "/never-early",
                                (request, response) ->
                                        response.head(425, Fields.EMPTY).thenCompose(v -> response.end()))
                        .start();
                H3Client client = client(Discovery.HTTP3_ONLY, true)) {
            earnTicket(client, server.uri("/"));
            H3Response<String> second = get(client, server.uri("/wary"));
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo("number 2");
            assertThat(second.route().attempts().get(0).reason()).contains("425");
            assertThat(server.connectionsSoFar()).isEqualTo(2);
            // What was not sent early is not sent again.
            assertThat(get(client, server.uri("/never-early")).statusCode()).isEqualTo(425);
            assertThat(seen(server, "/never-early")).hasSize(1);
            // And no more than once.
            client.networkChanged();
            assertThat(get(client, server.uri("/never-early")).statusCode()).isEqualTo(425);
            assertThat(seen(server, "/never-early")).hasSize(3);
        }
    }

    @Test
    void whatAServerWithNewKeysRejectsArrivesOnceAllTheSame() throws Exception {
        int port;
        try (H3Client client = client(Discovery.HTTP3_ONLY, true)) {
            try (TestServer first = server().start()) {
                port = first.address().getPort();
                earnTicket(client, first.uri("/"));
            }
            try (TestServer second = server().port(port).start()) {
                H3Response<String> response = get(client, second.uri("/bytes/2"));
                assertThat(response.body()).hasSize(2);
                assertThat(response.handshake().earlyData()).isEqualTo(EarlyData.REJECTED);
                assertThat(seen(second, "/bytes/2")).hasSize(1);
                assertThat(get(client, second.uri("/bytes/3")).body()).hasSize(3);
            }
        }
    }

    @Test
    void aServerThatWentSilentCostsTheHeadStart() throws Exception {
        try (TcpServer tcp = new TcpServer(certificate);
                H3Client client = client(Discovery.ANY, true)) {
            try (TestServer server = server().port(tcp.port()).start()) {
                earnTicket(client, server.uri("/"));
            }
            try (DatagramSocket silent = new DatagramSocket(tcp.port(), InetAddress.getLoopbackAddress())) {
                assertThat(silent.isBound()).isTrue();
                H3Response<String> response = get(client, tcp.uri("/"));
                assertThat(response.body()).isEqualTo("by tcp");
                assertThat(response.route().attempts().get(0).outcome()).isEqualTo(Outcome.LOST);
                assertThat(tcp.requests().stream().filter(r -> r.equals("GET /")))
                        .hasSize(1);
                assertThat(streamsSentEarly(client)).as("it was given up").isNotEmpty();
            }
        }
    }

    @Test
    void withoutTcpTheCallerHearsThatTheServerMayHaveActedOnIt() throws Exception {
        try (H3Client client = client(Discovery.HTTP3_ONLY, true)) {
            URI uri;
            try (TestServer server = server().start()) {
                uri = server.uri("/");
                earnTicket(client, uri);
            }
            try (DatagramSocket silent = new DatagramSocket(uri.getPort(), InetAddress.getLoopbackAddress())) {
                assertThat(silent.isBound()).isTrue();
                H3Exception failure = H3Exception.in(catchThrowable(() -> get(client, uri)));
                assertThat(failure.outcome()).isEqualTo(RequestOutcome.UNKNOWN);
                assertThat(failure.kind()).isEqualTo(H3Exception.Kind.NO_ANSWER);
                assertThat(streamsSentEarly(client)).isNotEmpty();
            }
        }
    }

    @Test
    void theServersRememberedLimitHoldsBeforeItCanSayItAgain() throws Exception {
        try (TestServer server = server().maxFieldSectionSize(2048).start();
                H3Client client = client(Discovery.HTTP3_ONLY, true)) {
            earnTicket(client, server.uri("/"));
            HttpRequest large = HttpRequest.newBuilder(server.uri("/bytes/2"))
                    .header("x-large", "x".repeat(3000))
                    .build();
            assertThat(catchThrowable(() -> client.send(large, BodyHandlers.ofString())))
                    .hasMessageContaining("takes at most 2048");
            assertThat(streamsSentEarly(client)).isEmpty();
            assertThat(seen(server, "/bytes/2")).isEmpty();
        }
    }

    @Test
    void manyAtOnceShareTheConnection() throws Exception {
        try (TestServer server = server().start();
                H3Client client = client(Discovery.HTTP3_ONLY, true)) {
            earnTicket(client, server.uri("/"));
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(client.sendAsync(
                        HttpRequest.newBuilder(server.uri("/bytes/5")).build(), BodyHandlers.ofString()));
            }
            for (var each : all) {
                assertThat(each.get(20, TimeUnit.SECONDS).body()).hasSize(5);
            }
            assertThat(seen(server, "/bytes/5")).hasSize(200);
            assertThat(server.connectionsSoFar()).isEqualTo(2);
        }
    }
}
