package dev.quiver.h3.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of others' making, and subscribers and publishers that fail where one does not expect it. */
interface UnusualContract extends Ground {
    @Test
    default void withoutAMethodItIsAGet() throws Exception {
        Own request = new Own(uri("/echo"));
        request.method = null;
        assertThat(text(client(), request).headers().firstValue("x-method")).contains("GET");
    }

    @Test
    default void methodsKeepTheirCase() throws Exception {
        Own request = new Own(uri("/echo"));
        request.method = "get";
        assertThat(text(client(), request).headers().firstValue("x-method")).contains("get");
    }

    @Test
    default void aRequestThatLacksWhatItMustHave() {
        assertThatThrownBy(() -> text(client(), new Own(null))).isInstanceOf(NullPointerException.class);
        Own fieldless = new Own(uri("/echo"));
        fieldless.headers = null;
        assertThatThrownBy(() -> text(client(), fieldless)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    default void aTimeoutIsPositive(long seconds) {
        Own request = new Own(uri("/echo"));
        request.timeout = Duration.ofSeconds(seconds);
        assertThatThrownBy(() -> text(client(), request)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client().sendAsync(request, BodyHandlers.discarding()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void aTimeoutMayBeVeryLong() throws Exception {
        Own request = new Own(uri("/echo"));
        request.timeout = Duration.ofSeconds(Long.MAX_VALUE);
        if (has(Difference.LONG_TIMEOUTS)) {
            assertThat(text(client(), request).statusCode()).isEqualTo(200);
        } else {
            assertThatThrownBy(() -> text(client(), request)).hasRootCauseInstanceOf(ArithmeticException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "Connection", "Upgrade", "Expect"})
    default void fieldsThatAreTheClientsToSet(String name) {
        Own request = new Own(uri("/echo"));
        request.headers = HttpHeaders.of(Map.of(name, List.of("0")), (field, value) -> true);
        assertThatThrownBy(() -> text(client(), request)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Keep-Alive", "Proxy-Connection"})
    default void fieldsOfAConnection(String name) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/echo")).header(name, "x").build();
        if (has(Difference.CONNECTION_FIELDS)) {
            assertThatThrownBy(() -> text(client(), request)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(text(client(), request).statusCode()).isEqualTo(200);
        }
    }

    @Test
    default void twoHundredFields() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/echo"));
        for (int i = 0; i < 200; i++) {
            request.header("x-" + i, "v");
        }
        assertThat(text(client(), request.build()).body())
                .contains("\nx-0: v\n")
                .contains("\nx-199: v\n");
    }

    @Test
    default void aPublisherThatCannotSayItsLength() {
        RuntimeException own = new IllegalStateException("how long?");
        HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
                .POST(new BodyPublisher() {
                    @Override
                    public long contentLength() {
                        throw own;
                    }

                    @Override
                    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {}
                })
                .build();
        assertThatThrownBy(() -> text(client(), request))
                .isInstanceOf(IOException.class)
                .hasRootCause(own);
        assertThat(Ground.unwrapped(catchThrowable(() ->
                        client().sendAsync(request, BodyHandlers.discarding()).get(30, TimeUnit.SECONDS))))
                .isSameAs(own);
    }

    @Test
    default void aFileThatIsGoneIsNotAnEmptyBody(@TempDir Path folder) throws Exception {
        assumeTrue(setup() != Setup.JDK_HTTP_1_1, "over HTTP/1.1 the JDK's client sends an empty body");
        Path file = Files.createFile(folder.resolve("gone"));
        HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
                .POST(BodyPublishers.ofFile(file))
                .build();
        Files.delete(file);
        assertThatThrownBy(() -> text(client(), request)).isInstanceOf(IOException.class);
        Files.createFile(file);
        assertThat(text(client(), request).headers().firstValue("x-length")).contains("0");
    }

    @Test
    default void aSubscribersOwnFailureComesAsItself() throws Exception {
        IllegalStateException own = new IllegalStateException("no body today");
        assertThat(failure(() -> {
                    throw own;
                }))
                .isSameAs(own);
        UncheckedIOException unchecked = new UncheckedIOException(new IOException("inside"));
        assertThat(failure(() -> CompletableFuture.failedFuture(unchecked))).isSameAs(unchecked);
        assertThat(failure(() -> null)).isInstanceOf(NullPointerException.class);
        assertThat(text("/text").statusCode()).isEqualTo(200);
    }

    private Throwable failure(Supplier<CompletionStage<String>> body) {
        return Ground.unwrapped(catchThrowable(
                () -> client().sendAsync(get("/text"), info -> new Bodied(body)).get(30, TimeUnit.SECONDS)));
    }

    @Test
    default void whatSendThrowsIsCheckedOrDocumented() {
        Error error = new AssertionError("an error");
        assertThat(sent(error)).isInstanceOf(IOException.class).hasCause(error);
        CancellationException cancelled = new CancellationException("by the subscriber");
        assertThat(sent(cancelled)).isInstanceOf(IOException.class);
        SecurityException forbidden = new SecurityException("forbidden");
        assertThat(sent(forbidden)).isInstanceOf(SecurityException.class).hasCause(forbidden);
        IllegalArgumentException argument = new IllegalArgumentException("an argument");
        assertThat(sent(argument)).isInstanceOf(IllegalArgumentException.class).hasCause(argument);
    }

    private Throwable sent(Throwable body) {
        BodyHandler<String> handler = info -> new Bodied(() -> CompletableFuture.failedFuture(body));
        return catchThrowable(() -> client().send(get("/text"), handler));
    }

    @Test
    default void nobodyTakesAResponseBack() throws Exception {
        CompletableFuture<HttpResponse<String>> response = client().sendAsync(get("/text"), BodyHandlers.ofString());
        assertThatThrownBy(() -> response.obtrudeValue(null)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> response.obtrudeException(new IOException()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(response.get(30, TimeUnit.SECONDS).body()).isEqualTo(Routes.TEXT);
    }

    @Test
    default void anInterruptThatCameBeforeCounts() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> text("/text")).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    default void anExecutorMayRunWhatItGetsAtOnce() throws Exception {
        HttpClient client = built(builder().executor(Runnable::run));
        assertThat(client.sendAsync(get("/bytes?n=100000"), BodyHandlers.ofByteArray())
                        .get(30, TimeUnit.SECONDS)
                        .body())
                .hasSize(100_000);
    }

    /** Takes all, and has the body that it was given. */
    record Bodied(Supplier<CompletionStage<String>> body) implements BodySubscriber<String> {
        @Override
        public CompletionStage<String> getBody() {
            return body.get();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onComplete() {}
    }

    /** A request that was not made by the JDK's builder. */
    final class Own extends HttpRequest {
        String method = "GET";
        HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);
        Duration timeout;
        private final URI uri;

        Own(URI uri) {
            this.uri = uri;
        }

        @Override
        public Optional<BodyPublisher> bodyPublisher() {
            return Optional.empty();
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public Optional<Duration> timeout() {
            return Optional.ofNullable(timeout);
        }

        @Override
        public boolean expectContinue() {
            return false;
        }

        @Override
        public URI uri() {
            return uri;
        }

        @Override
        public Optional<HttpClient.Version> version() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return headers;
        }
    }
}
