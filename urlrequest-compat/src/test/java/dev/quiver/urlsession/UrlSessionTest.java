package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the JDK's own client and server: a session needs nothing of HTTP/3. */
class UrlSessionTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private PlainServer server;
    private UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer()
                .page("/echo", (fields, body, out) -> {
                    String head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\nx-seen: "
                            + fields.get("x-added") + "\r\ncontent-length: " + body.length + "\r\n\r\n";
                    out.write(PlainServer.ascii(head));
                    out.write(body);
                })
                .page("/silent", (fields, body, out) -> await(release))
                .page("/half", (fields, body, out) -> {
                    out.write(PlainServer.ascii("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"));
                    out.write(new byte[400]);
                    await(release);
                })
                .page(
                        "/dies-in-the-body",
                        (fields, body, out) ->
                                out.write(PlainServer.ascii("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n12345")))
                .page("/dies-before-the-head", (fields, body, out) -> {});
        session = UrlSession.newSession(UrlSessionConfiguration.standard(), HttpClient.newHttpClient());
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        session.close();
        server.close();
    }

    @Test
    void loadsAndWaits() throws Exception {
        UrlData data = session.load(post("/echo", "hällo"));
        assertThat(data.text()).isEqualTo("hällo");
        assertThat(data.response().statusCode()).isEqualTo(200);
        assertThat(data.response().mimeType()).contains("text/plain");
        assertThat(session.allTasks()).isEmpty();
    }

    @Test
    void tellsTheHandlerOnce() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        DataTask task = session.dataTask(
                post("/echo", "abc"),
                (data, response, error) -> told.complete(
                        new String(data, StandardCharsets.UTF_8) + " " + response.statusCode() + " " + error));
        assertThat(task.state()).isEqualTo(TaskState.SUSPENDED);
        assertThat(session.allTasks()).containsExactly(task);
        task.resume();
        task.resume();
        assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo("abc 200 null");
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(task.countOfBytesSent()).isEqualTo(3);
        assertThat(task.countOfBytesReceived()).isEqualTo(3);
        assertThat(task.countOfBytesExpectedToReceive()).isEqualTo(3);
    }

    @Test
    void aStatusIsNoError() throws Exception {
        UrlData data = session.data(get("/missing")).get(30, TimeUnit.SECONDS);
        assertThat(data.response().statusCode()).isEqualTo(404);
        assertThat(data.data()).isEmpty();
    }

    @Test
    void addsTheSessionsFieldsWhereTheRequestHasNone() throws Exception {
        UrlSessionConfiguration configuration = UrlSessionConfiguration.newBuilder()
                .httpAdditionalHeader("X-Added", "session")
                .build();
        try (UrlSession own = UrlSession.newSession(configuration, HttpClient.newHttpClient())) {
            assertThat(own.load(get("/echo")).response().value("x-seen")).contains("session");
            UrlRequest request = UrlRequest.newBuilder(url("/echo"))
                    .setValue("x-added", "request")
                    .build();
            assertThat(own.load(request).response().value("x-seen")).contains("request");
        }
    }

    @Test
    void cancelEndsATaskUnderWayAndTellsHowFarItCame() throws Exception {
        CompletableFuture<UrlError> told = new CompletableFuture<>();
        DataTask task = session.dataTask(get("/half"), (data, response, error) -> told.complete(error));
        task.resume();
        awaitBytes(task, 400);
        task.cancel();
        UrlError error = told.get(30, TimeUnit.SECONDS);
        assertThat(error.code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThat(error.errorCode()).isEqualTo(-999);
        assertThat(error.responseHeadReceived()).isTrue();
        assertThat(error.responseBytesReceived()).isEqualTo(400);
        assertThat(task.error()).contains(error);
    }

    @Test
    void cancelEndsATaskThatNeverBegan() throws Exception {
        CompletableFuture<UrlError> told = new CompletableFuture<>();
        DataTask task = session.dataTask(get("/echo"), (data, response, error) -> told.complete(error));
        task.cancel();
        task.resume();
        assertThat(told.get(30, TimeUnit.SECONDS).code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThat(told.get().progress()).isEqualTo(ExchangeProgress.NONE);
    }

    @Test
    void cancellingTheFutureCancelsTheTask() throws Exception {
        CompletableFuture<UrlData> future = session.data(get("/silent"));
        DataTask task = (DataTask) session.allTasks().get(0);
        future.cancel(true);
        UrlError error = catchThrowableOfType(UrlError.class, task::await);
        assertThat(error.code()).isEqualTo(UrlErrorCode.CANCELLED);
    }

    @Test
    void anInterruptCancelsTheTask() throws Exception {
        DataTask task = session.dataTask(get("/silent"));
        Thread.currentThread().interrupt();
        assertThat(catchThrowableOfType(InterruptedException.class, task::await))
                .isNotNull();
        assertThat(catchThrowableOfType(UrlError.class, task::await).code()).isEqualTo(UrlErrorCode.CANCELLED);
    }

    @Test
    void silenceTimesOutByTheRequestsOwnLimit() {
        UrlRequest request = UrlRequest.newBuilder(url("/silent"))
                .timeoutInterval(Duration.ofMillis(100))
                .build();
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(request));
        assertThat(error.code()).isEqualTo(UrlErrorCode.TIMED_OUT);
        assertThat(error.responseHeadReceived()).isFalse();
        assertThat(error).hasMessageContaining("nothing moved for 100 ms");
    }

    @Test
    void silenceInTheBodyTimesOutToo() {
        UrlRequest request = UrlRequest.newBuilder(url("/half"))
                .timeoutInterval(Duration.ofMillis(300))
                .build();
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(request));
        assertThat(error.code()).isEqualTo(UrlErrorCode.TIMED_OUT);
        assertThat(error.responseBytesReceived()).isEqualTo(400);
        assertThat(error.safeToRetry()).isTrue();
    }

    @Test
    void theWholeHasALimitToo() {
        UrlSessionConfiguration configuration = UrlSessionConfiguration.newBuilder()
                .timeoutIntervalForResource(Duration.ofMillis(100))
                .build();
        try (UrlSession own = UrlSession.newSession(configuration, HttpClient.newHttpClient())) {
            UrlError error = catchThrowableOfType(UrlError.class, () -> own.load(get("/silent")));
            assertThat(error).hasMessageContaining("timeoutIntervalForResource");
        }
    }

    @Test
    void aServerThatDiesInTheBodyIsALostConnection() throws Exception {
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(get("/dies-in-the-body")));
        assertThat(error.code()).isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
        assertThat(error.responseHeadReceived()).isTrue();
        assertThat(error.responseBytesReceived()).isEqualTo(5);
    }

    @Test
    void aServerThatDiesBeforeTheHeadIsALostConnection() throws Exception {
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(get("/dies-before-the-head")));
        assertThat(error.code()).isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
        assertThat(error.responseHeadReceived()).isFalse();
    }

    @Test
    void aClosedPortIsAHostThatCannotBeConnectedTo() throws Exception {
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closed.close();
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(at(closed)));
        assertThat(error.code()).isEqualTo(UrlErrorCode.CANNOT_CONNECT_TO_HOST);
        assertThat(error.safeToRetry()).isTrue();
    }

    @Test
    void urlsThatNoClientTakesAreErrorsOfTheTask() {
        assertThat(catchThrowableOfType(UrlError.class, () -> session.load(UrlRequest.of(URI.create("ftp://x/y"))))
                        .code())
                .isEqualTo(UrlErrorCode.UNSUPPORTED_URL);
        assertThat(catchThrowableOfType(UrlError.class, () -> session.load(UrlRequest.of(URI.create("/relative"))))
                        .code())
                .isEqualTo(UrlErrorCode.BAD_URL);
    }

    @Test
    void neverRunsTwoHandlersAtOnce() throws Exception {
        int count = 50;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            session.dataTask(post("/echo", "x"), (data, response, error) -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                        done.countDown();
                    })
                    .resume();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
    }

    @Test
    void anInvalidatedSessionEndsItsTasksAndMakesNoMore() throws Exception {
        DataTask task = session.dataTask(get("/silent"));
        task.resume();
        session.invalidateAndCancel();
        assertThat(catchThrowableOfType(UrlError.class, task::await).code()).isEqualTo(UrlErrorCode.CANCELLED);
        assertThatIllegalStateException().isThrownBy(() -> session.dataTask(get("/echo")));
        assertThat(session.allTasks()).isEmpty();
    }

    @Test
    void aFinishingSessionLetsItsTasksEnd() throws Exception {
        DataTask task = session.dataTask(get("/half"));
        task.resume();
        awaitBytes(task, 400);
        session.finishTasksAndInvalidate();
        assertThatIllegalStateException().isThrownBy(() -> session.dataTask(get("/echo")));
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        release.countDown();
        assertThat(catchThrowableOfType(UrlError.class, task::await).code())
                .isEqualTo(UrlErrorCode.NETWORK_CONNECTION_LOST);
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (UrlSession own = UrlSession.newSession(UrlSessionConfiguration.standard(), HttpClient.newHttpClient())) {
            own.load(get("/echo"));
            assertThat(clocks()).isPositive();
        }
        session.close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (clocks() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static long clocks() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("quiver-urlsession-clock"))
                .count();
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(url(path));
    }

    private UrlRequest post(String path, String body) {
        return UrlRequest.newBuilder(url(path))
                .httpMethod("POST")
                .httpBody(body.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private URI url(String path) {
        return server.url(path);
    }

    private static UrlRequest at(ServerSocket socket) {
        return UrlRequest.of(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/"));
    }

    private static void awaitBytes(DataTask task, long bytes) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (task.countOfBytesReceived() < bytes) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
