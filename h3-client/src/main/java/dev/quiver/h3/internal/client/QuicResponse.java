package dev.quiver.h3.internal.client;

import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.wire.Wire;
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

/** A response that came over HTTP/3. */
final class QuicResponse<T> implements H3Response<T> {
    private final HttpRequest asked;
    private final WireRequest request;
    private final ResponseHead head;
    private final @Nullable HttpResponse<T> previous;
    private final T body;
    private final Wire wire;
    private final Route route;
    private final List<InformationalResponse> informational;
    private final CompletableFuture<HttpHeaders> trailers;
    private final Supplier<ExchangeMetrics> metrics;

    QuicResponse(
            HttpRequest asked,
            WireRequest request,
            ResponseHead head,
            @Nullable HttpResponse<T> previous,
            T body,
            Wire wire,
            Route route,
            List<InformationalResponse> informational,
            CompletableFuture<HttpHeaders> trailers,
            Supplier<ExchangeMetrics> metrics) {
        this.asked = asked;
        this.request = request;
        this.head = head;
        this.previous = previous;
        this.body = body;
        this.wire = wire;
        this.route = route;
        this.informational = informational;
        this.trailers = trailers;
        this.metrics = metrics;
    }

    /** The body of a response that was followed elsewhere: the JDK's null. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T noBody() {
        return null;
    }

    @Override
    public int statusCode() {
        return head.status();
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
        return head.fields().toHttpHeaders();
    }

    @Override
    public T body() {
        return body;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.of(new HandshakeSession(wire.handshake()));
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public HttpClient.Version version() {
        return Versions.HTTP_3;
    }

    @Override
    public Protocol protocol() {
        return Protocol.H3;
    }

    @Override
    public HandshakeReport handshake() {
        return wire.handshake();
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public CompletableFuture<HttpHeaders> trailers() {
        return trailers.copy();
    }

    @Override
    public List<InformationalResponse> informational() {
        return informational;
    }

    @Override
    public ExchangeMetrics metrics() {
        return metrics.get();
    }

    @Override
    public CompletableFuture<@Nullable GroupStats> connectionStats() {
        return wire.stats().thenApply(stats -> stats);
    }

    @Override
    public List<PeerStream> peerStreams() {
        return wire.peerStreams();
    }

    @Override
    public Map<Long, Long> peerSettings() {
        return wire.peerSettings();
    }

    @Override
    public String toString() {
        return "(" + request.method() + " " + ShownUri.of(request.uri()) + ") " + head.status();
    }
}
