package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.h3.ExchangeEvent.BodyReceived;
import dev.quiver.h3.ExchangeEvent.BodySent;
import dev.quiver.h3.ExchangeEvent.Connected;
import dev.quiver.h3.ExchangeEvent.Ended;
import dev.quiver.h3.ExchangeEvent.HeadReceived;
import dev.quiver.h3.ExchangeEvent.Redirected;
import dev.quiver.h3.ExchangeEvent.Retried;
import dev.quiver.h3.ExchangeEvent.TrySettled;
import dev.quiver.h3.Route.Outcome;
import dev.quiver.h3.Route.Via;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServerExtension;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a listener hears of exchanges of every kind. */
class ExchangeListenerIT {
    private static final AtomicInteger REJECTIONS = new AtomicInteger();

    @RegisterExtension
    static final QuiverServerExtension SERVER = QuiverServerExtension.of(TestServer.newBuilder()
            .route("/rejects-once", (request, response) -> {
                if (REJECTIONS.incrementAndGet() == 1) {
                    response.reset(H3ErrorCode.H3_REQUEST_REJECTED.value());
                } else {
                    response.send(200, "then");
                }
            })
            .route("/away", (request, response) -> {
                response.head(302, Fields.of("location", "/bytes/5?secret=1"));
                response.end();
            })
            .route("/silent", (request, response) -> {}));

    private final Watcher watcher = new Watcher();

    private H3Client client(TestServer server) {
        return Clients.builder(server).exchangeListener(watcher).build();
    }

    @Test
    void theStepsOfARequestOnANewConnectionAndOnTheSame(TestServer server) throws Exception {
        try (H3Client client = client(server)) {
            Clients.text(client, server, "/bytes/3");
            List<ExchangeEvent> first = watcher.nextEvents();
            assertThat(Watcher.names(first))
                    .containsExactly(
                            "Started",
                            "TrySettled",
                            "TryStarted",
                            "Resolved",
                            "HandshakeStarted",
                            "Connected",
                            "TrySettled",
                            "HeadSent",
                            "HeadReceived",
                            "BodyReceived",
                            "Ended");
            assertThat(Watcher.only(first, TrySettled.class))
                    .extracting(settled ->
                            settled.attempt().via() + " " + settled.attempt().outcome())
                    .containsExactly("tcp skipped", "quic won");
            assertThat(Watcher.only(first, Connected.class).get(0).handshake().alpn())
                    .isEqualTo("h3");
            assertThat(Watcher.only(first, HeadReceived.class))
                    .extracting(HeadReceived::status, HeadReceived::protocol)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(200, Protocol.H3));
            Ended ended = Watcher.end(first);
            assertThat(ended.failure()).isNull();
            assertThat(ended.status()).isEqualTo(200);
            assertThat(ended.protocol()).isEqualTo(Protocol.H3);
            assertThat(ended.metrics().responseBytes()).isEqualTo(3);
            assertThat(ended.metrics().handshake()).isNotNull();
            assertThat(ended.route().winner()).isEqualTo(Via.QUIC);

            Clients.text(client, server, "/bytes/3");
            assertThat(Watcher.names(watcher.nextEvents()))
                    .containsExactly(
                            "Started",
                            "TrySettled",
                            "TryStarted",
                            "TrySettled",
                            "HeadSent",
                            "HeadReceived",
                            "BodyReceived",
                            "Ended");
        }
    }

    @Test
    void everyByteOfBothBodiesIsTold(TestServer server) throws Exception {
        byte[] body = new byte[300_000];
        try (H3Client client = client(server)) {
            HttpRequest request = Clients.request(server, "/echo")
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).hasSize(body.length);
            List<ExchangeEvent> events = watcher.nextEvents();
            assertThat(Watcher.only(events, BodySent.class).stream().mapToLong(BodySent::bytes))
                    .satisfies(each -> assertThat(
                                    each.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo(body.length));
            assertThat(Watcher.only(events, BodyReceived.class).stream()
                            .mapToLong(BodyReceived::bytes)
                            .sum())
                    .isEqualTo(body.length);
            assertThat(Watcher.end(events).metrics().requestBytes()).isEqualTo(body.length);
        }
    }

    @Test
    void theEndIsThatOfABodyReadLater(TestServer server) throws Exception {
        try (H3Client client = client(server)) {
            H3Response<InputStream> response =
                    client.send(Clients.get(server, "/bytes/2000000"), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                assertThat(body.readAllBytes()).hasSize(2_000_000);
            }
            Ended ended = Watcher.end(watcher.nextEvents());
            assertThat(ended.failure()).isNull();
            assertThat(ended.metrics().responseBytes()).isEqualTo(2_000_000);

            H3Response<InputStream> given =
                    client.send(Clients.get(server, "/bytes/200000000"), BodyHandlers.ofInputStream());
            given.body().close();
            Ended early = Watcher.end(watcher.nextEvents());
            assertThat(early.status()).isEqualTo(200);
            assertThat(early.failure())
                    .isInstanceOfSatisfying(
                            H3Exception.class, why -> assertThat(why.kind()).isEqualTo(H3Exception.Kind.CANCELLED));
        }
    }

    @Test
    void redirectsAndRepetitions(TestServer server) throws Exception {
        REJECTIONS.set(0);
        try (H3Client client = Clients.builder(server)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .exchangeListener(watcher)
                .build()) {
            Clients.text(client, server, "/away");
            List<ExchangeEvent> followed = watcher.nextEvents();
            Redirected redirected = Watcher.only(followed, Redirected.class).get(0);
            assertThat(redirected.status()).isEqualTo(302);
            assertThat(redirected.to()).isEqualTo(server.uri("/bytes/5?secret=1"));
            assertThat(redirected.toString()).contains("/bytes/5").doesNotContain("secret");
            assertThat(Watcher.only(followed, HeadReceived.class))
                    .extracting(HeadReceived::status)
                    .containsExactly(302, 200);

            assertThat(Clients.text(client, server, "/rejects-once").body()).isEqualTo("then");
            List<ExchangeEvent> repeated = watcher.nextEvents();
            assertThat(Watcher.only(repeated, Retried.class))
                    .hasSize(1)
                    .allSatisfy(retried -> assertThat(retried.cause())
                            .isInstanceOfSatisfying(
                                    H3Exception.class,
                                    why -> assertThat(why.kind()).isEqualTo(H3Exception.Kind.STREAM_RESET)));
            assertThat(Watcher.end(repeated).status()).isEqualTo(200);
        }
    }

    @Test
    void theRaceIsToldAsTheRouteTellsIt() throws Exception {
        TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
        TcpServer tcp = new TcpServer(certificate);
        try (H3Client client = H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(certificate.root()))
                .exchangeListener(watcher)
                .build()) {
            H3Response<String> response = client.send(
                    HttpRequest.newBuilder(tcp.uri("/x"))
                            .POST(BodyPublishers.ofString("abc"))
                            .build(),
                    BodyHandlers.ofString());
            List<ExchangeEvent> events = watcher.nextEvents();
            assertThat(Watcher.only(events, TrySettled.class).stream().map(TrySettled::attempt))
                    .containsExactlyElementsOf(response.route().attempts());
            assertThat(response.route().attempts().get(0).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(Watcher.names(events)).contains("BodySent").doesNotContain("Connected", "HeadSent");
            Ended ended = Watcher.end(events);
            assertThat(ended.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(ended.metrics().responseBytes()).isEqualTo("by tcp".length());
        } finally {
            tcp.close();
        }
    }

    @Test
    void failuresAndWhatIsGivenUp(TestServer server) throws Exception {
        try (H3Client client = client(server)) {
            HttpRequest plain = HttpRequest.newBuilder(java.net.URI.create("http://localhost:1/"))
                    .build();
            Throwable refused = catchThrowable(() -> client.send(plain, BodyHandlers.discarding()));
            Ended never = Watcher.end(watcher.nextEvents());
            assertThat(never.failure()).hasMessage(refused.getMessage());
            assertThat(never.status()).isNull();
            assertThat(never.protocol()).isNull();

            CompletableFuture<?> waiting = client.sendAsync(Clients.get(server, "/silent"), BodyHandlers.discarding());
            server.awaitRequest(seen -> seen.target().equals("/silent"), java.time.Duration.ofSeconds(30));
            waiting.cancel(true);
            assertThat(Watcher.end(watcher.nextEvents()).failure()).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aListenerThatThrowsChangesNothingAndAllOthersHear(TestServer server) throws Exception {
        Watcher own = new Watcher();
        try (H3Client client = Clients.builder(server)
                .exchangeListener((exchange, event) -> {
                    throw new AssertionError("on purpose");
                })
                .exchangeListener(watcher)
                .build()) {
            H3Options options =
                    client.options().toBuilder().exchangeListener(own).build();
            assertThat(client.exchange(Clients.get(server, "/bytes/3"), options, BodyHandlers.ofByteArray())
                            .get(30, TimeUnit.SECONDS)
                            .body())
                    .hasSize(3);
            assertThat(Watcher.names(watcher.nextEvents())).isEqualTo(Watcher.names(own.nextEvents()));
            Clients.text(client, server, "/bytes/4");
            watcher.nextEvents();
        }
    }

    @Test
    void webSocketsAreToldUpToTheirOpening(TestServer server) throws Exception {
        try (H3Client client = client(server)) {
            java.net.URI uri = java.net.URI.create(
                    server.uri("/ws?token=secret").toString().replaceFirst("^https", "wss"));
            WebSocket webSocket = client.newWebSocketBuilder()
                    .buildAsync(uri, new WebSocketRecorder())
                    .get(30, TimeUnit.SECONDS);
            ObservedExchange opening = watcher.next();
            assertThat(opening.kind()).isEqualTo(ObservedExchange.Kind.WEBSOCKET);
            assertThat(opening.toString()).contains("WEBSOCKET").contains("/ws").doesNotContain("secret");
            webSocket.abort();
            Throwable refused = catchThrowable(() -> client.newWebSocketBuilder()
                    .buildAsync(java.net.URI.create(uri.toString().replace("/ws", "/ws/403")), new WebSocketRecorder())
                    .get(30, TimeUnit.SECONDS));
            assertThat(refused).isNotNull();
            assertThat(Watcher.end(watcher.nextEvents()).status()).isEqualTo(403);
        }
    }
}
