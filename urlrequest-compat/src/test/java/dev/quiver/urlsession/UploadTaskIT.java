package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTaskIT {
    private static final int LENGTH = 300_000;
    private static final String DIGEST = TestBytes.sha256(LENGTH);

    private TestServer server;
    private UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.newBuilder()
                .route("/again", (request, response) -> {
                    request.drain().get();
                    response.head(307, Fields.of("location", "/upload")).get();
                    response.end();
                })
                .start();
        session = UrlSession.newSession(UrlSessionConfiguration.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .discovery(Discovery.HTTP3_ONLY)
                .build());
    }

    @AfterEach
    void stop() {
        session.close();
        server.close();
    }

    @Test
    void ofBytes() throws Exception {
        UploadTask task = session.uploadTask(post("/upload"), TestBytes.first(LENGTH));
        assertThat(task.await().text()).contains(DIGEST);
        assertThat(task.countOfBytesSent()).isEqualTo(LENGTH);
        assertThat(task.countOfBytesExpectedToSend()).isEqualTo(LENGTH);
        assertThat(task.progress().isFinished()).isTrue();
    }

    @Test
    void ofAFile(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("body"), TestBytes.first(LENGTH));
        assertThat(session.uploadTask(post("/upload"), file).await().text()).contains(DIGEST);
        assertThatExceptionOfType(FileNotFoundException.class)
                .isThrownBy(() -> session.uploadTask(post("/upload"), directory.resolve("none")));
    }

    @Test
    void ofAStreamSentAgainAfterARedirection() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        UrlRequest request = post("/again").toBuilder()
                .httpBodyStream(() -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream(TestBytes.first(LENGTH));
                })
                .build();
        assertThat(session.load(request).text()).contains(DIGEST);
        assertThat(opened).hasValue(2);
    }

    @Test
    void ofAPublisherByHandlerAndByFuture() throws Exception {
        BodyPublisher body = BodyPublishers.ofByteArray(TestBytes.first(LENGTH));
        CompletableFuture<String> told = new CompletableFuture<>();
        session.uploadTask(post("/upload"), body, (data, response, error) -> told.complete(new String(data)))
                .resume();
        assertThat(told.get(30, TimeUnit.SECONDS)).contains(DIGEST);
        assertThat(session.upload(post("/upload"), body)
                        .get(30, TimeUnit.SECONDS)
                        .text())
                .contains(DIGEST);
        assertThat(session.uploadAndWait(post("/upload"), body).text()).contains(DIGEST);
    }

    @Test
    void ofWhatTheDelegateGivesAskedForEachTimeItIsSent() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        List<Long> totals = new CopyOnWriteArrayList<>();
        UploadTask task = session.uploadTaskWithStreamedRequest(post("/again"));
        task.delegate(new UrlSessionTaskDelegate() {
            @Override
            public CompletionStage<Optional<BodyPublisher>> needNewBodyStream(UrlSession of, UrlSessionTask which) {
                asked.incrementAndGet();
                return CompletableFuture.completedFuture(
                        Optional.of(BodyPublishers.ofByteArray(TestBytes.first(LENGTH))));
            }

            @Override
            public void didSendBodyData(UrlSession of, UrlSessionTask which, long sent, long total, long expected) {
                assertThat(expected).isEqualTo(LENGTH);
                totals.add(total);
            }
        });
        assertThat(task.await().text()).contains(DIGEST);
        assertThat(asked).hasValue(2);
        assertThat(totals).contains((long) LENGTH);
    }

    @Test
    void withoutAStreamItEndsBeforeAnythingIsSent() {
        UrlError error = catchThrowableOfType(
                UrlError.class,
                () -> session.uploadTaskWithStreamedRequest(post("/upload")).await());
        assertThat(error.code()).isEqualTo(UrlErrorCode.REQUEST_BODY_STREAM_EXHAUSTED);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aPostThatDoesNotSayIsAForms() throws Exception {
        session.load(post("/upload").toBuilder().httpBody(new byte[1]).build());
        assertThat(server.requests().get(0).fields().first("content-type"))
                .contains("application/x-www-form-urlencoded");
        UrlRequest put = UrlRequest.newBuilder(server.uri("/upload"))
                .httpMethod("PUT")
                .httpBody(new byte[1])
                .build();
        session.load(put);
        assertThat(server.requests().get(1).fields().first("content-type")).isEmpty();
    }

    private UrlRequest post(String path) {
        return UrlRequest.newBuilder(server.uri(path)).httpMethod("POST").build();
    }
}
