package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request's trailers go behind its whole body, or the server hears that it is not whole. */
@QuiverServer
class RequestTrailersIT {
    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 1_000_000, 12_000_000})
    void behindTheBody(int size, TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            HttpRequest request = Clients.request(server, "/upload?trailers=" + size)
                    .POST(BodyPublishers.ofByteArray(TestBytes.first(size)))
                    .build();
            var response = client.exchange(
                            request,
                            with(client, () -> fields("X-Digest", TestBytes.sha256(size))),
                            BodyHandlers.ofString())
                    .get(30, TimeUnit.SECONDS);
            assertThat(response.body()).isEqualTo(size + " " + TestBytes.sha256(size) + "\n");
            RequestRecord seen = server.awaitRequest(
                    r -> r.target().endsWith("=" + size) && r.outcome() == Outcome.ANSWERED, Clients.PATIENCE);
            assertThat(seen.bodyEnded()).isTrue();
            assertThat(seen.trailers().first("x-digest")).contains(TestBytes.sha256(size));
        }
    }

    @Test
    void theEndWaitsForThem(TestServer server) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch known = new CountDownLatch(1);
        try (H3Client client = Clients.of(server)) {
            HttpRequest request = Clients.request(server, "/upload?waits")
                    .POST(BodyPublishers.ofByteArray(TestBytes.first(100_000)))
                    .build();
            var response = client.exchange(
                    request,
                    with(client, () -> {
                        asked.countDown();
                        await(known);
                        return fields("x-late", "yes");
                    }),
                    BodyHandlers.ofString());
            asked.await();
            RequestRecord midway = server.awaitRequest(
                    r -> r.target().endsWith("?waits") && r.bodyBytes() == 100_000, Clients.PATIENCE);
            assertThat(midway.bodyEnded()).isFalse();
            assertThat(response.isDone()).isFalse();
            known.countDown();
            response.get(20, TimeUnit.SECONDS);
            assertThat(server.awaitRequest(r -> r.target().endsWith("?waits") && r.bodyEnded(), Clients.PATIENCE)
                            .trailers()
                            .first("x-late"))
                    .contains("yes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "null", "content-length", "too-large"})
    void whatCannotBeSentResetsTheRequest(String what) throws Exception {
        try (TestServer server =
                        TestServer.newBuilder().maxFieldSectionSize(2048).start();
                H3Client client = Clients.of(server)) {
            // The server's limit is known once it has answered.
            Clients.text(client, server, "/bytes/1");
            HttpRequest request = Clients.request(server, "/upload")
                    .POST(BodyPublishers.ofString("hello"))
                    .build();
            Supplier<HttpHeaders> supplier = () -> {
                awaitBody(server);
                return switch (what) {
                    case "throws" -> throw new IllegalStateException("no digest");
                    case "null" -> null;
                    case "too-large" -> fields("x-large", "x".repeat(3000));
                    default -> fields(what, "5");
                };
            };
            Throwable thrown =
                    catchThrowable(() -> client.exchange(request, with(client, supplier), BodyHandlers.ofString())
                            .get(60, TimeUnit.SECONDS));
            H3Exception failure = H3Exception.in(thrown);
            assertThat(failure).isNotNull().hasMessageContaining("trailers");
            RequestRecord seen = server.awaitRequest(r -> r.outcome() == Outcome.RESET_BY_CLIENT, Clients.PATIENCE);
            assertThat(seen.code()).hasValue(H3ErrorCode.H3_REQUEST_CANCELLED.value());
            assertThat(seen.bodyEnded()).isFalse();
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        }
    }

    /** Before it has left, a request that is reset leaves no trace but the reset. */
    private static void awaitBody(TestServer server) {
        try {
            server.awaitRequest(r -> r.target().endsWith("/upload") && r.bodyBytes() == 5, Clients.PATIENCE);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void notByTcp() throws Exception {
        TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
        AtomicBoolean asked = new AtomicBoolean();
        try (TcpServer server = new TcpServer(certificate);
                H3Client client = H3Client.newBuilder()
                        .trust(TrustEvaluator.anchors(certificate.root()))
                        .options(H3Options.newBuilder()
                                .discovery(Discovery.NONE)
                                .requestTrailers(() -> {
                                    asked.set(true);
                                    return fields("x-a", "1");
                                })
                                .build())
                        .build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/"))
                    .POST(BodyPublishers.ofString("hello"))
                    .build();
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOfSatisfying(
                            H3Exception.class,
                            refused -> assertThat(refused.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED))
                    .hasMessageContaining("trailers, which the JDK's client cannot send");
            assertThat(server.requests()).isEmpty();
            // Without a body there is nothing that they could stand behind.
            assertThat(client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("by tcp");
            assertThat(asked).isFalse();
        }
    }

    private static H3Options with(H3Client client, Supplier<HttpHeaders> trailers) {
        return client.options().toBuilder().requestTrailers(trailers).build();
    }

    private static HttpHeaders fields(String name, String value) {
        return HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
