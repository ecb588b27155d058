package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redirections are the task's, whatever the client below, which here follows none. */
class RedirectionIT {
    private final Recorder delegate = new Recorder();
    private PlainServer server;
    private UrlSession session;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer()
                .page("/302", redirect(302, "/echo", "moved"))
                .page("/307", redirect(307, "/echo", "moved"))
                .page("/long", redirect(302, "/echo", "x".repeat(1_000_000)))
                .page("/round", redirect(302, "/round", ""))
                .page("/elsewhere", redirect(302, "http://localhost:1/", ""))
                .page("/echo", (fields, body, out) -> {
                    String text = "authorization=" + fields.get("authorization") + " body="
                            + new String(body, StandardCharsets.UTF_8);
                    out.write(PlainServer.ascii(
                            "HTTP/1.1 200 OK\r\ncontent-length: " + text.length() + "\r\n\r\n" + text));
                });
        session = UrlSession.newBuilder(UrlSessionConfiguration.standard())
                .client(HttpClient.newHttpClient())
                .delegate(delegate)
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        session.close();
        server.close();
    }

    @Test
    void isAskedAboutAndFollowed() throws Exception {
        DataTask task = session.dataTask(post("/302"));
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.calls)
                .containsExactly("created", "redirect 302 GET /echo", "response 200", "data", "metrics", "complete ");
        assertThat(delegate.text()).isEqualTo("authorization=Bearer x body=");
        assertThat(task.currentRequest().url()).isEqualTo(server.url("/echo"));
        assertThat(task.originalRequest().url()).isEqualTo(server.url("/302"));
        TaskMetrics metrics = delegate.metrics.get(30, TimeUnit.SECONDS);
        assertThat(metrics.redirectCount()).isEqualTo(1);
        assertThat(metrics.transactionMetrics())
                .extracting(TransactionMetrics::statusCode)
                .containsExactly(302, 200);
    }

    @Test
    void sendsTheBodyAgainWhereTheMethodIsKept() throws Exception {
        assertThat(session.load(post("/307")).text()).isEqualTo("authorization=Bearer x body=hello");
    }

    @Test
    void aLongBodyOfARedirectionIsNotReadOut() throws Exception {
        DataTask task = session.dataTask(get("/long"));
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        TransactionMetrics first =
                delegate.metrics.get(30, TimeUnit.SECONDS).transactionMetrics().get(0);
        assertThat(first.bytes().responseBodyReceived()).isLessThan(1_000_000);
    }

    @Test
    void refusedItIsTheResponse() throws Exception {
        delegate.redirection = (response, request) -> CompletableFuture.completedFuture(Optional.empty());
        session.dataTask(get("/302")).resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.calls)
                .containsExactly("created", "redirect 302 GET /echo", "response 302", "data", "metrics", "complete ");
        assertThat(delegate.text()).isEqualTo("moved");
    }

    @Test
    void mayLeadElsewhereThanTheServerSaid() throws Exception {
        delegate.redirection = (response, request) -> CompletableFuture.completedFuture(Optional.of(
                request.toBuilder().setValue("authorization", "changed").build()));
        assertThat(session.load(get("/302")).text()).startsWith("authorization=changed");
    }

    @Test
    void waitsForTheAnswerAsLongAsItTakes() throws Exception {
        CompletableFuture<Optional<UrlRequest>> later = new CompletableFuture<>();
        CompletableFuture<UrlRequest> asked = new CompletableFuture<>();
        delegate.redirection = (response, request) -> {
            asked.complete(request);
            return later;
        };
        CompletableFuture<UrlData> data = session.data(get("/302"));
        UrlRequest next = asked.get(30, TimeUnit.SECONDS);
        assertThat(data).isNotDone();
        later.complete(Optional.of(next));
        assertThat(data.get(30, TimeUnit.SECONDS).text()).startsWith("authorization=");
    }

    @Test
    void anAnswerThatFailsFailsTheTask() {
        IllegalStateException thrown = new IllegalStateException("the delegate does not know");
        delegate.redirection = (response, request) -> {
            throw thrown;
        };
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(get("/302")));
        assertThat(error.getCause().getCause()).isSameAs(thrown);
    }

    @Test
    void aTaskCanBeCancelledWhileItsDelegateThinks() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        delegate.redirection = (response, request) -> {
            asked.complete(null);
            return new CompletableFuture<>();
        };
        DataTask task = session.dataTask(get("/302"));
        task.resume();
        asked.get(30, TimeUnit.SECONDS);
        task.cancel();
        assertThat(delegate.awaitEnd()).map(UrlError::code).contains(UrlErrorCode.CANCELLED);
    }

    @Test
    void twentyAreEnough() {
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(get("/round")));
        assertThat(error.code()).isEqualTo(UrlErrorCode.HTTP_TOO_MANY_REDIRECTS);
        assertThat(delegate.calls)
                .filteredOn(call -> call.startsWith("redirect"))
                .hasSize(20);
    }

    @Test
    void theTasksOwnDelegateGoesFirstAndTheRestToTheSessions() throws Exception {
        List<String> own = new CopyOnWriteArrayList<>();
        DataTask task = session.dataTask(get("/302"));
        task.delegate(new UrlSessionDataDelegate() {
            @Override
            public void didFinishCollectingMetrics(UrlSession session, UrlSessionTask of, TaskMetrics metrics) {
                own.add("metrics");
            }
        });
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(own).containsExactly("metrics");
        assertThat(delegate.calls)
                .containsExactly("created", "redirect 302 GET /echo", "response 200", "data", "complete ");
    }

    private static PlainServer.Page redirect(int status, String location, String text) {
        return (fields, body, out) -> out.write(PlainServer.ascii("HTTP/1.1 " + status + " Moved\r\nlocation: "
                + location + "\r\ncontent-length: " + text.length() + "\r\n\r\n" + text));
    }

    private UrlRequest get(String path) {
        return UrlRequest.of(server.url(path));
    }

    private UrlRequest post(String path) {
        return UrlRequest.newBuilder(server.url(path))
                .httpMethod("POST")
                .setValue("authorization", "Bearer x")
                .httpBody("hello".getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
