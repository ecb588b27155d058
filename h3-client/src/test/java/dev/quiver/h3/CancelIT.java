package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever gives up, however it is done: the server hears H3_REQUEST_CANCELLED, and the connection serves on. */
@QuiverServer
class CancelIT {
    @Test
    void theFuture(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            var future = client.sendAsync(
                    Clients.get(server, "/bytes/4000000000"), BodyHandlers.fromSubscriber(new Collector(false)));
            server.awaitRequest(r -> r.responseBytes() > 0, Clients.PATIENCE);
            assertThat(future.cancel(true)).isTrue();
            heard(server);
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
            assertThat(server.connectionsSoFar() - before).isEqualTo(1);
        }
    }

    @Test
    void aFutureDerivedFromIt(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            CompletableFuture<HttpResponse<Void>> root = client.sendAsync(
                    Clients.get(server, "/bytes/4000000000"), BodyHandlers.fromSubscriber(new Collector(false)));
            CompletableFuture<Integer> derived =
                    root.thenApply(HttpResponse::statusCode).thenApply(s -> s + 1);
            server.awaitRequest(r -> r.responseBytes() > 0, Clients.PATIENCE);
            derived.cancel(true);
            heard(server);
            assertThatThrownBy(() -> root.get(20, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
        }
    }

    @Test
    void theSubscription(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            Collector collector = new Collector(false);
            client.sendAsync(Clients.get(server, "/bytes/4000000000"), BodyHandlers.fromSubscriber(collector));
            collector.subscribed.get(20, TimeUnit.SECONDS).cancel();
            heard(server);
        }
    }

    @Test
    void theInputStream(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            try (InputStream in = client.send(Clients.get(server, "/bytes/4000000000"), BodyHandlers.ofInputStream())
                    .body()) {
                assertThat(in.read()).isNotNegative();
            }
            heard(server);
        }
    }

    @Test
    void anInterruptOfSend(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                try {
                    client.send(
                            Clients.get(server, "/bytes/4000000000"),
                            BodyHandlers.fromSubscriber(new Collector(false)));
                } catch (InterruptedException expected) {
                    interrupted.countDown();
                } catch (Exception unexpected) {
                    throw new AssertionError(unexpected);
                }
            });
            thread.start();
            server.awaitRequest(r -> r.responseBytes() > 0, Clients.PATIENCE);
            thread.interrupt();
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            heard(server);
        }
    }

    @Test
    void theRequestsTimeout(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            Clients.text(client, server, "/bytes/1");
            assertThatThrownBy(() -> client.send(
                            Clients.request(server, "/never")
                                    .timeout(Duration.ofMillis(200))
                                    .build(),
                            BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasCauseInstanceOf(H3Exception.class);
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theRequestsTimeoutEndsWithTheHead(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<byte[]> response = client.send(
                    Clients.request(server, "/slow?bytes=100&chunk=10&delayMs=100")
                            .timeout(Duration.ofMillis(500))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(response.body()).hasSize(100);
        }
    }

    @Test
    void theExchangeTimeoutEndsABody(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Options options = client.options().toBuilder()
                    .exchangeTimeout(Duration.ofMillis(500))
                    .build();
            var whole = client.exchange(
                    Clients.get(server, "/slow?bytes=1000000&delayMs=20"), options, BodyHandlers.ofByteArray());
            assertThatThrownBy(() -> whole.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(HttpTimeoutException.class);
            var streaming = client.exchange(
                            Clients.get(server, "/slow?bytes=1000000&delayMs=20"),
                            options,
                            BodyHandlers.ofInputStream())
                    .get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> streaming.body().readAllBytes()).hasRootCauseInstanceOf(H3Exception.class);
        }
    }

    private static void heard(TestServer server) throws Exception {
        RequestRecord stopped = server.awaitRequest(
                r -> r.outcome() == Outcome.STOPPED_BY_CLIENT || r.outcome() == Outcome.RESET_BY_CLIENT,
                Clients.PATIENCE);
        stopped.code().ifPresent(code -> assertThat(code).isEqualTo(H3ErrorCode.H3_REQUEST_CANCELLED.value()));
    }
}
