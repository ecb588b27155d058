package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session over HTTP/3. */
class UrlSessionIT {
    private TestServer server;
    private H3Client client;
    private UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
        client = client(TrustEvaluator.anchors(server.root()));
        session = UrlSession.newSession(UrlSessionConfiguration.ephemeral(), client);
    }

    @AfterEach
    void stop() {
        session.close();
        client.shutdownNow();
        server.close();
    }

    @Test
    void loadsOverHttp3() throws Exception {
        UrlData data = session.load(get("/bytes/1000000"));
        assertThat(data.data()).isEqualTo(TestBytes.first(1_000_000));
        assertThat(data.response().expectedContentLength()).isEqualTo(1_000_000);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void uploadsAndCounts() throws Exception {
        UrlRequest request = UrlRequest.newBuilder(server.uri("/upload"))
                .httpMethod("POST")
                .httpBody(TestBytes.first(200_000))
                .build();
        DataTask task = session.dataTask(request);
        assertThat(task.await().text()).contains(TestBytes.sha256(200_000));
        assertThat(task.countOfBytesSent()).isEqualTo(200_000);
    }

    @Test
    void tellsWhereARedirectLed() throws Exception {
        HttpUrlResponse response = session.load(get("/redirect?to=/status/200")).response();
        assertThat(response.url()).isEqualTo(server.uri("/status/200"));
    }

    @Test
    void cancelResetsTheRequest() throws Exception {
        CompletableFuture<UrlError> told = new CompletableFuture<>();
        // Long enough that the server is still writing when it is told to stop.
        DataTask task = session.dataTask(get("/bytes/200000000"), (data, response, error) -> told.complete(error));
        task.resume();
        server.awaitRequest(request -> request.responseBytes() > 1_000_000, Duration.ofSeconds(30));
        task.cancel();
        UrlError error = told.get(30, TimeUnit.SECONDS);
        assertThat(error.code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThat(error.responseHeadReceived()).isTrue();
        server.awaitRequest(
                request -> request.outcome() == RequestRecord.Outcome.STOPPED_BY_CLIENT
                        || request.outcome() == RequestRecord.Outcome.RESET_BY_CLIENT,
                Duration.ofSeconds(10));
    }

    @Test
    void tellsHowFarAResponseCame() {
        UrlError error = failure("/truncate?bytes=1000&length=2000");
        assertThat(error.code()).isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
        assertThat(error.progress()).isEqualTo(new ExchangeProgress(0, true, 1000));
        assertThat(error.safeToRetry()).isTrue();
    }

    @Test
    void tellsThatNoHeadCame() {
        UrlError error = failure("/reset?after=-1");
        assertThat(error.code()).isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
        assertThat(error.responseHeadReceived()).isFalse();
    }

    @Test
    void aRequestThatTheServerRefusedMayBeSentAgain() {
        // H3_REQUEST_REJECTED: nothing of it was processed (RFC 9114 §8.1).
        UrlRequest request = UrlRequest.newBuilder(server.uri("/reset?code=267&after=-1"))
                .httpMethod("POST")
                .httpBody(new byte[10])
                .build();
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(request));
        assertThat(error.safeToRetry()).isTrue();
        UrlRequest processed = UrlRequest.newBuilder(server.uri("/reset?code=258&after=-1"))
                .httpMethod("POST")
                .httpBody(new byte[10])
                .build();
        assertThat(catchThrowableOfType(UrlError.class, () -> session.load(processed))
                        .safeToRetry())
                .isFalse();
    }

    @Test
    void silenceTimesOut() {
        UrlRequest request = UrlRequest.newBuilder(server.uri("/never"))
                .timeoutInterval(Duration.ofMillis(200))
                .build();
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(request));
        assertThat(error.code()).isEqualTo(UrlErrorCode.TIMED_OUT);
    }

    @Test
    void aTrickleIsNoSilence() throws Exception {
        UrlRequest request = UrlRequest.newBuilder(server.uri("/slow?bytes=20&chunk=1&delayMs=50"))
                .timeoutInterval(Duration.ofMillis(700))
                .build();
        assertThat(session.load(request).data()).hasSize(20);
    }

    @Test
    void aServerThatNobodyVouchesForIsAnErrorOfItsOwn() {
        try (H3Client strict = client(TrustEvaluator.platform());
                UrlSession own = UrlSession.newSession(UrlSessionConfiguration.ephemeral(), strict)) {
            UrlError error = catchThrowableOfType(UrlError.class, () -> own.load(get("/status/200")));
            assertThat(error.code()).isEqualTo(UrlErrorCode.SERVER_CERTIFICATE_HAS_UNKNOWN_ROOT);
            assertThat(error.safeToRetry()).isTrue();
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void manyTasksEndOnceEach() throws Exception {
        int count = 300;
        CountDownLatch done = new CountDownLatch(count);
        List<UrlErrorCode> failures = new ArrayList<>();
        List<DataTask> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(session.dataTask(get("/bytes/2000"), (data, response, error) -> {
                if (error != null) {
                    failures.add(error.code());
                }
                done.countDown();
            }));
        }
        tasks.forEach(DataTask::resume);
        for (int i = 0; i < count; i += 3) {
            tasks.get(i).cancel();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tasks).allMatch(task -> task.state() == TaskState.COMPLETED);
        assertThat(failures).containsOnly(UrlErrorCode.CANCELLED).hasSizeLessThanOrEqualTo(100);
        assertThat(session.allTasks()).isEmpty();
    }

    private UrlError failure(String path) {
        return catchThrowableOfType(UrlError.class, () -> session.load(get(path)));
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(server.uri(path));
    }

    private static H3Client client(TrustEvaluator trust) {
        return H3Client.newBuilder()
                .trust(trust)
                .followRedirects(Redirect.NORMAL)
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
    }
}
