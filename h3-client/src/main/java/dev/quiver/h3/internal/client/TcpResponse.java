package dev.quiver.h3.internal.client;

import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.quic.GroupStats;
import dev.quiver.quic.HandshakeReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A response that came by the JDK's client. */
final class TcpResponse<T> implements H3Response<T> {
    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final HttpRequest asked;
    private final HttpResponse<T> inner;
    private final @Nullable HttpResponse<T> previous;
    private final Route route;
    private final Supplier<ExchangeMetrics> metrics;
    private final CompletableFuture<Void> ended;

    TcpResponse(
            HttpRequest asked,
            HttpResponse<T> inner,
            @Nullable HttpResponse<T> previous,
            Route route,
            Supplier<ExchangeMetrics> metrics,
            CompletableFuture<Void> ended) {
        this.asked = asked;
        this.inner = inner;
        this.previous = previous;
        this.route = route;
        this.metrics = metrics;
        this.ended = ended;
    }

    /** The JDK's client has HTTP/2's pseudo-header fields among the others (RFC 9113 §8.3: they are none). */
    static HttpHeaders fields(HttpHeaders headers) {
        return headers.map().keySet().stream().anyMatch(name -> name.startsWith(":"))
                ? HttpHeaders.of(headers.map(), (name, value) -> !name.startsWith(":"))
                : headers;
    }

    @Override
    public int statusCode() {
        return inner.statusCode();
    }

    @Override
    public HttpRequest request() {
        return asked;
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.ofNullable(previous);
    }

    @Override
    public HttpHeaders headers() {
        return fields(inner.headers());
    }

    @Override
    public T body() {
        return inner.body();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return inner.sslSession();
    }

    @Override
    public URI uri() {
        return asked.uri();
    }

    @Override
    public HttpClient.Version version() {
        return inner.version();
    }

    @Override
    public Protocol protocol() {
        return Versions.protocol(inner.version());
    }

    @Override
    public @Nullable HandshakeReport handshake() {
        return null;
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public CompletableFuture<HttpHeaders> trailers() {
        return ended.thenApply(v -> NONE);
    }

    @Override
    public List<InformationalResponse> informational() {
        return List.of();
    }

    @Override
    public ExchangeMetrics metrics() {
        return metrics.get();
    }

    @Override
    public CompletableFuture<@Nullable GroupStats> connectionStats() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<PeerStream> peerStreams() {
        return List.of();
    }

    @Override
    public Map<Long, Long> peerSettings() {
        return Map.of();
    }

    @Override
    public String toString() {
        return "(" + asked.method() + " " + ShownUri.of(asked.uri()) + ") " + inner.statusCode();
    }
}
