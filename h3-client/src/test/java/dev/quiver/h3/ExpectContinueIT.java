package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServerExtension;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A body that waits for leave (RFC 9110 §10.1.1). */
class ExpectContinueIT {
    @RegisterExtension
    static final QuiverServerExtension SERVER = QuiverServerExtension.of(TestServer.newBuilder()
            .route("/welcome", (request, response) -> {
                response.informational(100, Fields.EMPTY);
                long size = request.drain().get(30, TimeUnit.SECONDS);
                response.send(200, size + " bytes");
            })
            .route("/indifferent", (request, response) -> response.send(200, "done"))
            .route("/unwelcome", (request, response) -> response.send(417, "no")));

    @Test
    void isSentWhenItIsWelcome(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            Watched body = new Watched();
            H3Response<String> response = client.send(
                    Clients.request(server, "/welcome")
                            .POST(body)
                            .expectContinue(true)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("5 bytes");
            assertThat(response.informational())
                    .extracting(InformationalResponse::status)
                    .containsExactly(100);
            assertThat(body.subscribed).isCompleted();
        }
    }

    @Test
    void isNotEvenAskedForWhenItIsNot(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            Watched body = new Watched();
            H3Response<String> response = client.send(
                    Clients.request(server, "/unwelcome")
                            .POST(body)
                            .expectContinue(true)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(417);
            assertThat(body.subscribed).isNotDone();
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void isSentToAServerThatNeverSaysSo(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = client.send(
                    Clients.request(server, "/upload")
                            .POST(new Watched())
                            .expectContinue(true)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.body()).startsWith("5 ");
            assertThat(response.informational()).isEmpty();
        }
    }

    @Test
    void isNotSentBehindASuccessThatDidNotWaitForIt(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            Watched body = new Watched();
            H3Response<String> response = client.send(
                    Clients.request(server, "/indifferent")
                            .POST(body)
                            .expectContinue(true)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(body.subscribed).isNotDone();
            // What looks whole must not be less than it says.
            RequestRecord seen = server.awaitRequest(
                    r -> r.target().equals("/indifferent") && r.outcome() != RequestRecord.Outcome.IN_PROGRESS,
                    Clients.PATIENCE);
            assertThat(seen.bodyEnded()).isFalse();
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        }
    }

    private static final class Watched implements BodyPublisher {
        private final BodyPublisher inner = BodyPublishers.ofString("hello");
        private final CompletableFuture<Void> subscribed = new CompletableFuture<>();

        @Override
        public long contentLength() {
            return inner.contentLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscribed.complete(null);
            inner.subscribe(subscriber);
        }
    }
}
