package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.PeerStream;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
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
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A response without its body, which another has. */
record Told(H3Response<?> inner) implements H3Response<Void> {
    @Override
    public int statusCode() {
        return inner.statusCode();
    }

    @Override
    public HttpRequest request() {
        return inner.request();
    }

    @Override
    public Optional<HttpResponse<Void>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return inner.headers();
    }

    @Override
    public @Nullable Void body() {
        return null;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return inner.sslSession();
    }

    @Override
    public URI uri() {
        return inner.uri();
    }

    @Override
    public HttpClient.Version version() {
        return inner.version();
    }

    @Override
    public Protocol protocol() {
        return inner.protocol();
    }

    @Override
    public @Nullable HandshakeReport handshake() {
        return inner.handshake();
    }

    @Override
    public Route route() {
        return inner.route();
    }

    @Override
    public CompletableFuture<HttpHeaders> trailers() {
        return inner.trailers();
    }

    @Override
    public List<InformationalResponse> informational() {
        return inner.informational();
    }

    @Override
    public ExchangeMetrics metrics() {
        return inner.metrics();
    }

    @Override
    public CompletableFuture<@Nullable GroupStats> connectionStats() {
        return inner.connectionStats();
    }

    @Override
    public List<PeerStream> peerStreams() {
        return inner.peerStreams();
    }

    @Override
    public Map<Long, Long> peerSettings() {
        return inner.peerSettings();
    }
}
