package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies arrive whole or not at all. */
@QuiverServer
class UploadIT {
    @ParameterizedTest
    @ValueSource(ints = {1, 16_384, 65_535, 65_536, 65_537, 1_000_000, 12_000_000})
    void everyByteArrives(int size, TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            assertThat(upload(client, server, BodyPublishers.ofByteArray(TestBytes.first(size))))
                    .isEqualTo(size + " " + TestBytes.sha256(size) + "\n");
        }
    }

    @Test
    void everyBodyPublisherOfTheJdk(TestServer server, @TempDir Path dir) throws Exception {
        int size = 300_000;
        byte[] bytes = TestBytes.first(size);
        String expected = size + " " + TestBytes.sha256(size) + "\n";
        Path file = Files.write(dir.resolve("f"), bytes);
        try (H3Client client = Clients.of(server)) {
            assertThat(upload(client, server, BodyPublishers.ofFile(file))).isEqualTo(expected);
            assertThat(upload(client, server, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))))
                    .isEqualTo(expected);
            assertThat(upload(client, server, BodyPublishers.ofByteArrays(List.of(bytes))))
                    .isEqualTo(expected);
            assertThat(upload(
                            client,
                            server,
                            BodyPublishers.concat(
                                    BodyPublishers.ofByteArray(bytes, 0, 100),
                                    BodyPublishers.ofByteArray(bytes, 100, size - 100))))
                    .isEqualTo(expected);
            try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
                var response = client.sendAsync(
                        Clients.request(server, "/upload")
                                .PUT(BodyPublishers.fromPublisher(publisher))
                                .build(),
                        BodyHandlers.ofString());
                subscribed(publisher);
                for (int i = 0; i < size; i += 1000) {
                    publisher.submit(ByteBuffer.wrap(bytes, i, 1000));
                }
                publisher.close();
                assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo(expected);
            }
            assertThat(upload(client, server, BodyPublishers.noBody())).startsWith("0 ");
            assertThat(upload(client, server, BodyPublishers.ofInputStream(InputStream::nullInputStream)))
                    .startsWith("0 ");
        }
    }

    @Test
    void theAnswerBeginsWhileTheUploadGoesOn(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server);
                SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
            var response = client.sendAsync(
                            Clients.request(server, "/echo")
                                    .POST(BodyPublishers.fromPublisher(publisher))
                                    .build(),
                            BodyHandlers.ofInputStream())
                    .get(20, TimeUnit.SECONDS);
            subscribed(publisher);
            InputStream in = response.body();
            for (int i = 0; i < 10; i++) {
                publisher.submit(ByteBuffer.wrap(new byte[] {(byte) i}));
                assertThat(in.read()).isEqualTo(i);
            }
            publisher.close();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void oneThatNobodyTakesIsResetWhenItsTimeIsOver() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        try (TestServer server = TestServer.newBuilder()
                        .route("/late", (request, response) -> {
                            reads.await();
                            request.drain();
                        })
                        .start();
                H3Client client = Clients.of(server)) {
            H3Options options = client.options().toBuilder()
                    .bodyIdleTimeout(Duration.ofMillis(300))
                    .build();
            var stuck = client.exchange(
                    Clients.request(server, "/late")
                            .POST(BodyPublishers.ofByteArray(new byte[20_000_000]))
                            .build(),
                    options,
                    BodyHandlers.ofString());
            assertThatThrownBy(() -> stuck.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(HttpTimeoutException.class);
            reads.countDown();
            RequestRecord seen = server.awaitRequest(r -> r.outcome() == Outcome.RESET_BY_CLIENT, Clients.PATIENCE);
            assertThat(seen.code()).hasValue(H3ErrorCode.H3_REQUEST_CANCELLED.value());
            assertThat(seen.bodyEnded()).isFalse();
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPublisherThatFailsNeverLooksWhole(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            InputStream broken = new InputStream() {
                private int left = 100_000;

                @Override
                public int read() throws IOException {
                    if (left-- <= 0) {
                        throw new IOException("the disk is gone");
                    }
                    return 1;
                }
            };
            assertThatThrownBy(() -> upload(client, server, BodyPublishers.ofInputStream(() -> broken)))
                    .isInstanceOfSatisfying(H3Exception.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.IO);
                        assertThat(e).hasStackTraceContaining("the disk is gone");
                    });
            neverWholeIfSeen(client, server);
        }
    }

    @Test
    void aPublisherThatSaysLessOrMoreThanItPublishes(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            for (int declared : new int[] {5, 15}) {
                BodyPublisher lies = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[10]), declared);
                assertThatThrownBy(() -> upload(client, server, lies)).isInstanceOf(H3Exception.class);
                neverWholeIfSeen(client, server);
                server.clearRequests();
            }
        }
    }

    @Test
    void anUploadThatIsCancelledNeverLooksWhole(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server);
                SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
            var response = client.sendAsync(
                    Clients.request(server, "/upload")
                            .POST(BodyPublishers.fromPublisher(publisher))
                            .build(),
                    BodyHandlers.ofString());
            subscribed(publisher);
            publisher.submit(ByteBuffer.allocate(1000));
            server.awaitRequest(r -> r.bodyBytes() == 1000, Clients.PATIENCE);
            response.cancel(true);
            neverWhole(server);
        }
    }

    @Test
    void expectContinue(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = client.send(
                    Clients.request(server, "/upload")
                            .POST(BodyPublishers.ofString("hello"))
                            .expectContinue(true)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.body()).as("a server that knows nothing of it").startsWith("5 ");
            RequestRecord seen = server.awaitRequest(r -> true, Clients.PATIENCE);
            assertThat(seen.fields().first("expect")).contains("100-continue");
        }
    }

    /** What is submitted before anyone has subscribed is lost. */
    private static void subscribed(SubmissionPublisher<?> publisher) {
        long deadline = System.nanoTime() + Clients.PATIENCE.toNanos();
        while (!publisher.hasSubscribers() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(publisher.hasSubscribers()).isTrue();
    }

    /** A reset at once may overtake the request's head (RFC 9000 §3.5): then the server never saw it at all. */
    private static void neverWholeIfSeen(H3Client client, TestServer server) throws Exception {
        assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
        assertThat(server.requests()).filteredOn(r -> r.method().equals("POST")).noneMatch(RequestRecord::bodyEnded);
    }

    private static void neverWhole(TestServer server) throws Exception {
        RequestRecord seen = server.awaitRequest(r -> r.outcome() == Outcome.RESET_BY_CLIENT, Clients.PATIENCE);
        assertThat(seen.bodyEnded()).isFalse();
        assertThat(seen.code()).hasValue(H3ErrorCode.H3_REQUEST_CANCELLED.value());
    }

    private static String upload(H3Client client, TestServer server, BodyPublisher body) throws Exception {
        return client.send(Clients.request(server, "/upload").POST(body).build(), BodyHandlers.ofString())
                .body();
    }
}
