package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios of swift-corelibs-foundation's TestURLSession about redirections, by name. */
class SwiftCorelibsRedirectIT extends CorelibsFixture {
    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET", "PUT", "POST", "DELETE"})
    void httpRedirectionWithCode300(String method) throws Exception {
        run(method, "/300?location=jsonBody");
        assertThat(delegate.calls).containsExactlyElementsOf(calls(method, "response 300"));
    }

    @ParameterizedTest
    @CsvSource({"301,HEAD", "301,GET", "301,PUT", "301,POST", "301,DELETE", "302,GET", "302,PUT", "302,POST"})
    void httpRedirectionWithCode301and302(int status, String method) throws Exception {
        run(method, "/" + status + "?location=jsonBody");
        String then = method.equals("POST") ? "GET" : method;
        assertThat(delegate.calls)
                .containsExactlyElementsOf(
                        calls(method, "redirect " + status + " " + then + " /jsonBody", "response 200"));
    }

    @ParameterizedTest
    @CsvSource({"HEAD,HEAD", "GET,GET", "PUT,GET", "POST,GET", "DELETE,GET"})
    void httpRedirectionWithCode303(String method, String then) throws Exception {
        run(method, "/303?location=jsonBody");
        assertThat(delegate.calls)
                .containsExactlyElementsOf(calls(then, "redirect 303 " + then + " /jsonBody", "response 200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET"})
    void httpRedirectionWithCode304(String method) throws Exception {
        run(method, "/304?location=jsonBody");
        assertThat(delegate.calls).containsExactlyElementsOf(calls("HEAD", "response 304"));
    }

    @ParameterizedTest
    @CsvSource({"307,HEAD", "307,GET", "307,PUT", "307,POST", "307,DELETE", "308,GET", "308,POST"})
    void httpRedirectionWithCode307and308(int status, String method) throws Exception {
        run(method, "/" + status + "?location=jsonBody");
        assertThat(delegate.calls)
                .containsExactlyElementsOf(
                        calls(method, "redirect " + status + " " + method + " /jsonBody", "response 200"));
    }

    @Test
    void httpRedirectDontFollowUsingNil() throws Exception {
        delegate.redirection = (response, request) -> CompletableFuture.completedFuture(Optional.empty());
        run("GET", "/302?location=jsonBody");
        assertThat(delegate.calls)
                .containsExactlyElementsOf(calls("GET", "redirect 302 GET /jsonBody", "response 302"));
        assertThat(delegate.text()).isEqualTo("Redirecting to GET jsonBody");
    }

    @Test
    void httpRedirectDontFollowIgnoringHandler() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        delegate.redirection = (response, request) -> {
            asked.complete(null);
            return new CompletableFuture<>();
        };
        DataTask task = session.dataTask(UrlRequest.of(server.url("/302?location=jsonBody")));
        task.resume();
        asked.get(30, TimeUnit.SECONDS);
        // Another task goes from end to end meanwhile.
        assertThat(session.load(UrlRequest.of(server.url("/Nepal"))).text()).isEqualTo("Kathmandu");
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        assertThat(task.response()).isEmpty();
        assertThat(server.server().requests())
                .noneMatch(request -> request.target().equals("/jsonBody"));
    }

    @Test
    void httpRedirectionWithCompleteAndInCompleteRelativePath() throws Exception {
        assertThat(session.load(UrlRequest.of(server.url("/UnitedStates"))).text())
                .isEqualTo("Kathmandu");
        assertThat(delegate.calls).contains("redirect 302 GET /UnitedKingdom", "redirect 302 GET /Nepal");
    }

    @Test
    void httpRedirectionWithEncodedQuery() throws Exception {
        assertThat(session.load(UrlRequest.of(server.url("/303?location=echo-query%3Fparam%3Dfoo")))
                        .text())
                .isEqualTo("param=foo");
    }

    @Test
    void dataTaskWithHTTPBodyRedirect() throws Exception {
        UrlRequest request = UrlRequest.newBuilder(server.url("/303?location=Peru"))
                .httpMethod("POST")
                .httpBody("foo=bar".getBytes(StandardCharsets.UTF_8))
                .build();
        assertThat(session.load(request).text()).isEqualTo("Lima");
    }

    @Test
    void httpRedirectionTimeout() {
        UrlRequest request = UrlRequest.newBuilder(server.url("/302?location=/quiet"))
                .timeoutInterval(Duration.ofSeconds(1))
                .build();
        UrlError error = catchThrowableOfType(UrlError.class, () -> session.load(request));
        assertThat(error.code()).isEqualTo(UrlErrorCode.TIMED_OUT);
        assertThat(error.failingUrl()).isEqualTo(server.url("/quiet"));
    }

    @Test
    void httpRedirectionChainInheritsTimeoutInterval() throws Exception {
        Duration interval = Duration.ofSeconds(30);
        List<Optional<Duration>> seen = new CopyOnWriteArrayList<>();
        delegate.redirection = (response, request) -> {
            seen.add(request.timeoutInterval());
            return CompletableFuture.completedFuture(Optional.of(request));
        };
        session.load(UrlRequest.newBuilder(server.url("/redirect/4"))
                .timeoutInterval(interval)
                .build());
        assertThat(seen).hasSize(4).containsOnly(Optional.of(interval));
    }

    @Test
    void httpRedirectionExceededMaxRedirects() throws Exception {
        session.dataTask(UrlRequest.of(server.url("/redirect/99"))).resume();
        UrlError error = delegate.awaitEnd().orElseThrow();
        assertThat(error.code()).isEqualTo(UrlErrorCode.HTTP_TOO_MANY_REDIRECTS);
        assertThat(error.failingUrl()).isEqualTo(server.url("/redirect/79"));
        assertThat(delegate.calls)
                .filteredOn(call -> call.startsWith("redirect"))
                .hasSize(20)
                .last()
                .isEqualTo("redirect 302 GET /redirect/79");
        assertThat(delegate.received.size()).isZero();
    }

    @Test
    void willPerformRedirect() throws Exception {
        CompletableFuture<Optional<UrlError>> told = new CompletableFuture<>();
        session.dataTask(
                        UrlRequest.of(server.url("/redirect/1")),
                        (data, response, error) -> told.complete(Optional.ofNullable(error)))
                .resume();
        assertThat(told.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(delegate.calls).containsExactly("created", "redirect 302 GET /jsonBody", "metrics");
    }

    private void run(String method, String path) throws Exception {
        session.dataTask(UrlRequest.newBuilder(server.url(path))
                        .httpMethod(method)
                        .build())
                .resume();
        assertThat(delegate.awaitEnd()).isEmpty();
    }

    private static List<String> calls(String method, String... middle) {
        List<String> calls = new ArrayList<>(List.of("created"));
        calls.addAll(List.of(middle));
        if (!method.equals("HEAD")) {
            calls.add("data");
        }
        calls.addAll(List.of("metrics", "complete "));
        return calls;
    }
}
