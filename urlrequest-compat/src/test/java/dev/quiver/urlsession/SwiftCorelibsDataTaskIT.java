package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios of swift-corelibs-foundation's TestURLSession about data and upload tasks, by name. */
class SwiftCorelibsDataTaskIT extends CorelibsFixture {
    private static final byte[] BODY = "This is a request body".getBytes(StandardCharsets.UTF_8);

    @Test
    void dataTaskWithURL() throws Exception {
        session.dataTask(UrlRequest.of(server.url("/Nepal"))).resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.text()).isEqualTo("Kathmandu");
    }

    @Test
    void dataTaskWithURLCompletionHandler() throws Exception {
        assertThat(handled(UrlRequest.of(server.url("/USA")))).isEqualTo("200 Washington, D.C. null");
    }

    @Test
    void dataTaskWithURLRequest() throws Exception {
        DataTask task = session.dataTask(UrlRequest.newBuilder(server.url("/Peru"))
                .setValue("x-any", "1")
                .build());
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.text()).isEqualTo("Lima");
    }

    @Test
    void dataTaskWithURLRequestCompletionHandler() throws Exception {
        UrlRequest request = UrlRequest.newBuilder(server.url("/Italy"))
                .setValue("x-any", "1")
                .build();
        assertThat(handled(request)).isEqualTo("200 Rome null");
    }

    @Test
    void asyncDataFromURL() throws Exception {
        UrlData data = session.data(UrlRequest.of(server.url("/UK"))).get(30, TimeUnit.SECONDS);
        assertThat(data.response().statusCode()).isEqualTo(200);
        assertThat(data.text()).isEqualTo("London");
    }

    @Test
    void asyncDataFromURLWithDelegate() throws Exception {
        Recorder own = new Recorder();
        UrlData data = session.data(UrlRequest.of(server.url("/UK")), own).get(30, TimeUnit.SECONDS);
        assertThat(data.text()).isEqualTo("London");
        assertThat(own.awaitEnd()).isEmpty();
        assertThat(own.calls).containsExactly("metrics", "complete ");
    }

    @Test
    void dataTaskWithAcceptEncoding() throws Exception {
        assertThat(session.load(UrlRequest.of(server.url("/accept-encoding"))).text())
                .contains("br")
                .contains("gzip");
    }

    @Test
    void gzippedDataTask() throws Exception {
        assertThat(session.load(UrlRequest.of(server.url("/gzipped"))).text()).isEqualTo("Hello World!");
    }

    @Test
    void verifyRequestHeaders() throws Exception {
        UrlRequest.Builder builder = UrlRequest.newBuilder(server.url("/requestHeaders"))
                .httpMethod("POST")
                .setValue("header1", "value1");
        DataTask task = session.dataTask(builder.build());
        builder.removeValue("header1");
        task.await();
        assertThat(session.load(task.originalRequest()).text()).contains("header1: value1");
    }

    @Test
    void verifyHttpAdditionalHeaders() throws Exception {
        UrlSessionConfiguration configuration = server.configuration()
                .httpAdditionalHeader("header2", "svalue2")
                .httpAdditionalHeader("header3", "svalue3")
                .httpAdditionalHeader("header4", "svalue4")
                .build();
        try (UrlSession own = UrlSession.newSession(configuration)) {
            UrlRequest request = UrlRequest.newBuilder(server.url("/requestHeaders"))
                    .httpMethod("POST")
                    .setValue("header1", "rvalue1")
                    .setValue("header2", "rvalue2")
                    .setValue("Header4", "rvalue4")
                    .build();
            assertThat(own.load(request).text())
                    .contains("header1: rvalue1", "header2: rvalue2", "header3: svalue3", "header4: rvalue4")
                    .doesNotContain("svalue2", "svalue4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void dataTaskWithHttpInputStream(String method) throws Exception {
        UrlRequest.Builder request = UrlRequest.newBuilder(server.url("/jsonBody"))
                .httpMethod(method)
                .httpBodyStream(() -> new ByteArrayInputStream(BODY));
        checkBody(method, request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void requestWithNonEmptyBody(String method) throws Exception {
        checkBody(
                method,
                UrlRequest.newBuilder(server.url("/body")).httpMethod(method).httpBody(BODY));
    }

    private void checkBody(String method, UrlRequest.Builder request) throws Exception {
        String said = method.equals("POST") ? "application/x-www-form-urlencoded" : "none";
        assertThat(session.load(request.build()).text())
                .contains("content-type: " + said)
                .contains("body: " + Base64.getEncoder().encodeToString(BODY));
        assertThat(session.load(request.setValue("content-type", "text/plain; charset=utf-8")
                                .build())
                        .text())
                .contains("content-type: text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void requestWithNonEmptyBodyWhereNoneMayBe(String method) {
        assertThatIllegalStateException()
                .isThrownBy(() -> UrlRequest.newBuilder(server.url("/body"))
                        .httpMethod(method)
                        .httpBody(BODY)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE"})
    void requestWithEmptyBody(String method) throws Exception {
        UrlRequest.Builder request = UrlRequest.newBuilder(server.url("/body")).httpMethod(method);
        session.dataTask(request.build()).resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        List<String> calls = new ArrayList<>(List.of("created", "response 200", "metrics", "complete "));
        if (!method.equals("HEAD")) {
            calls.add(2, "data");
            assertThat(delegate.text()).contains("content-type: none");
        }
        assertThat(delegate.calls).containsExactlyElementsOf(calls);
    }

    @Test
    void postWithEmptyBody() throws Exception {
        UrlRequest.Builder request =
                UrlRequest.newBuilder(server.url("/emptyPost")).httpMethod("POST");
        assertThat(session.load(request.build()).text()).contains("content-type: none");
        assertThat(session.load(request.httpBody(new byte[0]).build()).text()).contains("content-type: none");
    }

    @Test
    void httpNotFound() throws Exception {
        session.dataTask(UrlRequest.of(server.url("/404"))).resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(delegate.calls).containsExactly("created", "response 404", "data", "metrics", "complete ");
        assertThat(delegate.text()).isEqualTo("GET /404");
    }

    @Test
    void concurrentRequests() throws Exception {
        List<CompletableFuture<UrlData>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(CompletableFuture.supplyAsync(() -> session.data(UrlRequest.of(server.url("/Nepal"))))
                    .thenCompose(data -> data));
        }
        for (CompletableFuture<UrlData> data : all) {
            assertThat(data.get(30, TimeUnit.SECONDS).text()).isEqualTo("Kathmandu");
        }
    }

    @Test
    void repeatedRequestsStress() throws Exception {
        int rounds = 300;
        CountDownLatch done = new CountDownLatch(3 * rounds);
        AtomicInteger left = new AtomicInteger(rounds);
        AtomicInteger failed = new AtomicInteger();
        new Object() {
            void round() {
                if (left.getAndDecrement() <= 0) {
                    return;
                }
                for (int i = 0; i < 3; i++) {
                    boolean last = i == 2;
                    session.dataTask(UrlRequest.of(server.url("/Peru")), (data, response, error) -> {
                                if (error != null) {
                                    failed.incrementAndGet();
                                }
                                done.countDown();
                                if (last) {
                                    round();
                                }
                            })
                            .resume();
                }
            }
        }.round();
        assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(failed).hasValue(0);
    }

    @Test
    void dataTaskWithSharedDelegate() throws Exception {
        session.dataTask(UrlRequest.of(server.url("/Nepal"))).resume();
        delegate.awaitEnd();
        assertThat(delegate.calls).containsExactly("created", "response 200", "data", "metrics", "complete ");
    }

    @Test
    void simpleUploadWithDelegate() throws Exception {
        UrlRequest request =
                UrlRequest.newBuilder(server.url("/upload")).httpMethod("PUT").build();
        UploadTask task = session.uploadTask(request, new byte[16 * 1024]);
        task.resume();
        assertThat(delegate.awaitEnd()).isEmpty();
        assertThat(task.countOfBytesSent()).isEqualTo(16 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void simpleUploadWithDelegateProvidingInputStream(String method) throws Exception {
        Recorder own = new Recorder() {
            @Override
            public CompletionStage<Optional<BodyPublisher>> needNewBodyStream(UrlSession of, UrlSessionTask task) {
                calls.add("stream");
                return CompletableFuture.completedFuture(
                        Optional.of(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY))));
            }

            @Override
            public void didSendBodyData(UrlSession of, UrlSessionTask task, long sent, long total, long expected) {
                calls.add("sent " + total);
            }
        };
        UploadTask task = session.uploadTaskWithStreamedRequest(
                UrlRequest.newBuilder(server.url("/body")).httpMethod(method).build());
        task.delegate(own);
        task.resume();
        assertThat(own.awaitEnd()).isEmpty();
        assertThat(own.calls)
                .containsExactly("stream", "sent " + BODY.length, "response 200", "data", "metrics", "complete ");
        assertThat(own.text()).contains("body: " + Base64.getEncoder().encodeToString(BODY));
    }

    @Test
    void taskError() {
        assertThat(failure(URI.create("http://127.0.0.0:999999/Nepal"))).isEqualTo(UrlErrorCode.BAD_URL);
    }

    @Test
    void unhandledURLProtocol() {
        assertThat(failure(URI.create("foobar://127.0.0.1/Nepal"))).isEqualTo(UrlErrorCode.UNSUPPORTED_URL);
    }

    private UrlErrorCode failure(URI url) {
        return catchThrowableOfType(UrlError.class, () -> session.load(UrlRequest.of(url)))
                .code();
    }

    private String handled(UrlRequest request) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        session.dataTask(
                        request,
                        (data, response, error) -> told.complete(
                                response.statusCode() + " " + new String(data, StandardCharsets.UTF_8) + " " + error))
                .resume();
        return told.get(30, TimeUnit.SECONDS);
    }
}
