package dev.quiver.h3.internal.client;

import dev.quiver.h3.ConnectStream;
import dev.quiver.h3.ExtendedConnect;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.H3WebSocket;
import dev.quiver.h3.PoolStats;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.quic.HandshakeReport;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The client: hands calls to flows, and answers for what it was told. */
final class QuiverClient extends H3Client {
    private final ClientSettings settings;
    private final Core core;

    QuiverClient(ClientSettings settings) {
        this.settings = settings;
        this.core = new Core(settings);
    }

    @Override
    public H3Options options() {
        return settings.options();
    }

    @Override
    public <T> H3Response<T> send(HttpRequest request, BodyHandler<T> responseBodyHandler)
            throws IOException, InterruptedException {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(responseBodyHandler, "responseBodyHandler");
        CallerDeliverer caller = new CallerDeliverer(core.lane);
        Flow<T> flow = new Flow<>(core, request, settings.options(), responseBodyHandler, caller);
        try {
            CompletableFuture<H3Response<T>> future = flow.start();
            future.whenComplete((response, error) -> caller.wake());
            caller.runUntil(future);
            return future.get();
        } catch (InterruptedException interrupted) {
            flow.cancel();
            throw interrupted;
        } catch (ExecutionException failed) {
            throw thrown(failed.getCause());
        } catch (CancellationException cancelled) {
            // From Java 23 on it is another one, which says no more than that get() was called.
            throw thrown(cancelled.getCause() instanceof CancellationException first ? first : cancelled);
        } finally {
            caller.leave();
        }
    }

    /** The failure again with the caller's stack, as what the JDK's client would throw. */
    private static IOException thrown(@Nullable Throwable failure) {
        String message = failure == null ? "failed" : failure.getMessage();
        if (failure instanceof H3Exception known) {
            return known.again();
        }
        IOException again;
        if (failure instanceof IllegalArgumentException refused) {
            throw new IllegalArgumentException(message, refused);
        } else if (failure instanceof SecurityException forbidden) {
            throw new SecurityException(message, forbidden);
        } else if (failure instanceof HttpConnectTimeoutException) {
            again = new HttpConnectTimeoutException(message);
        } else if (failure instanceof ConnectException) {
            again = new ConnectException(message);
        } else if (failure instanceof HttpTimeoutException) {
            again = new HttpTimeoutException(message);
        } else {
            return new IOException(message, failure);
        }
        again.initCause(failure.getCause());
        again.addSuppressed(failure);
        return again;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> responseBodyHandler) {
        // A response of this client is a response of the JDK's; a future only ever gives.
        return (CompletableFuture<HttpResponse<T>>)
                (CompletableFuture<?>) exchange(request, settings.options(), responseBodyHandler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            BodyHandler<T> responseBodyHandler,
            @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        return sendAsync(request, responseBodyHandler);
    }

    @Override
    public <T> CompletableFuture<H3Response<T>> exchange(
            HttpRequest request, H3Options options, BodyHandler<T> responseBodyHandler) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(responseBodyHandler, "responseBodyHandler");
        return new Flow<>(core, request, options, responseBodyHandler, core.lane).start();
    }

    @Override
    public CompletableFuture<HandshakeReport> warmUp(URI origin) {
        Objects.requireNonNull(origin, "origin");
        if (!"https".equalsIgnoreCase(origin.getScheme()) || origin.getHost() == null) {
            throw new IllegalArgumentException("only https origins can be warmed up, not " + ShownUri.of(origin));
        }
        return WarmUp.start(core, OriginKey.of(origin));
    }

    @Override
    public PoolStats poolStats() {
        return core.origins.stats();
    }

    @Override
    public void networkChanged() {
        core.origins.networkChanged();
    }

    @Override
    public H3WebSocket.Builder newWebSocketBuilder() {
        return new WebSocketSetup(core);
    }

    @Override
    public CompletableFuture<ConnectStream> connect(ExtendedConnect request) {
        return new StreamOpening(core, Objects.requireNonNull(request, "request")).start();
    }

    // ---- what it was told

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.ofNullable(settings.cookieHandler());
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.ofNullable(settings.connectTimeout());
    }

    @Override
    public Redirect followRedirects() {
        return settings.redirect();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.ofNullable(settings.proxy());
    }

    @Override
    public SSLContext sslContext() {
        return core.sslContext;
    }

    @Override
    public SSLParameters sslParameters() {
        SSLParameters parameters = core.sslContext.getDefaultSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h3", "h2", "http/1.1"});
        return parameters;
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.ofNullable(settings.authenticator());
    }

    @Override
    public Version version() {
        Version asked = settings.version();
        return asked != null ? asked : Versions.HTTP_3;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.ofNullable(settings.executor());
    }

    // ---- life cycle

    @Override
    public void shutdown() {
        core.shutdown();
    }

    @Override
    public void shutdownNow() {
        core.shutdownNow();
    }

    @Override
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        try {
            core.terminated().get(Math.max(0, duration.toNanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean isTerminated() {
        return core.terminated().isDone();
    }

    @Override
    public String toString() {
        return "H3Client@" + Integer.toHexString(hashCode()) + (isTerminated() ? "(terminated)" : "");
    }

    @Override
    public void close() {
        shutdown();
        boolean interrupted = false;
        while (!isTerminated()) {
            try {
                awaitTermination(Duration.ofDays(1));
            } catch (InterruptedException stop) {
                interrupted = true;
                shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
