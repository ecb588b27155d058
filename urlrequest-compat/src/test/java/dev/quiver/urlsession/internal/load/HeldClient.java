package dev.quiver.urlsession.internal.load;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A client of one exchange, which answers when the test says so, on the test's thread. */
final class HeldClient extends HttpClient implements Flow.Subscription {
    private @Nullable HttpRequest request;
    private @Nullable BodyHandler<?> handler;
    private @Nullable CompletableFuture<HttpResponse<?>> exchange;
    private @Nullable BodySubscriber<?> body;
    private long batchesAsked;
    private boolean cancelled;

    /** The future that the load was given. */
    CompletableFuture<?> exchange() {
        return Objects.requireNonNull(exchange);
    }

    /** Who takes the body. */
    BodySubscriber<?> body() {
        return Objects.requireNonNull(body);
    }

    long batchesAsked() {
        return batchesAsked;
    }

    boolean bodyCancelled() {
        return cancelled;
    }

    /** The head comes. */
    void answer() {
        body = Objects.requireNonNull(handler).apply(new Head());
        body.onSubscribe(this);
        Objects.requireNonNull(exchange).complete(new Response(Objects.requireNonNull(request)));
    }

    /** One batch of the body comes, a buffer for each text. */
    void batch(String... texts) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (String text : texts) {
            buffers.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        body().onNext(buffers);
    }

    @Override
    public void request(long batches) {
        batchesAsked += batches;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest given, BodyHandler<T> taker) {
        request = given;
        handler = taker;
        CompletableFuture<HttpResponse<T>> started = new CompletableFuture<>();
        exchange = (CompletableFuture<HttpResponse<?>>) (CompletableFuture<?>) started;
        return started;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest given, BodyHandler<T> taker, @Nullable PushPromiseHandler<T> pushes) {
        return sendAsync(given, taker);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest given, BodyHandler<T> taker) {
        throw new UnsupportedOperationException("a load does not wait");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        throw new UnsupportedOperationException("there is no TLS here");
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_2;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    private static final class Head implements HttpResponse.ResponseInfo {
        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public Version version() {
            return Version.HTTP_2;
        }
    }

    private record Response(HttpRequest request) implements HttpResponse<@Nullable Void> {
        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public Optional<HttpResponse<@Nullable Void>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public @Nullable Void body() {
            return null;
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public Version version() {
            return Version.HTTP_2;
        }
    }
}
