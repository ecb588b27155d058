package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.message.RequestHeads;
import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.tcp.TcpClient;
import dev.quiver.h3.internal.tunnel.Tunnel;
import dev.quiver.h3.internal.websocket.DeflateAgreement;
import dev.quiver.h3.internal.websocket.StreamWebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket on its way to be open: over HTTP/3 (RFC 9220), or by the JDK's client. */
final class WebSocketOpening implements TunnelRoute.Taker, Core.Part {
    /** How long a server may leave its side of the stream open when the WebSocket is closed. */
    private static final long LINGER_SECONDS = 5;

    /**
     * What is wanted.
     *
     * @param uri as it was given
     * @param request the same with an http scheme, and the fields
     * @param fields the fields as they were given, names and values in turn
     */
    record Wish(
            URI uri,
            HttpRequest request,
            List<String> fields,
            List<String> subprotocols,
            @Nullable Duration timeout,
            boolean compression,
            H3Options options,
            WebSocket.Listener listener) {}

    private final Core core;
    private final Wish wish;
    private final WireRequest request;
    private final TunnelRoute route;
    private final Clockwork clock = new Clockwork(System.nanoTime());
    private final ExchangeFuture<WebSocket> future = new ExchangeFuture<>(this::cancelOpening);
    private Timers.@Nullable Timer timer;
    private volatile @Nullable WebSocket open;
    private volatile @Nullable CompletableFuture<WebSocket> byTcp;

    WebSocketOpening(Core core, Wish wish) {
        this.core = core;
        this.wish = wish;
        this.request = WireRequest.copyOf(wish.request());
        RequestHeads.check(request);
        List<String> cookies = Cookies.of(core.settings.cookieHandler(), request);
        this.route = new TunnelRoute(
                core,
                ObservedExchange.Kind.WEBSOCKET,
                wish.request(),
                request,
                head(cookies),
                wish.options(),
                false,
                null,
                this);
    }

    private RequestHead head(List<String> cookies) {
        RequestHead plain = RequestHeads.of(request, cookies, null);
        FieldLines fields = plain.fields();
        // RFC 8441 §5: no key, no upgrade; the rest as in RFC 6455 §4.1.
        fields.add("sec-websocket-version", "13");
        if (!wish.subprotocols().isEmpty()) {
            fields.add("sec-websocket-protocol", String.join(", ", wish.subprotocols()));
        }
        if (wish.compression()) {
            fields.add("sec-websocket-extensions", DeflateAgreement.OFFER);
        }
        return new RequestHead("CONNECT", plain.scheme(), plain.authority(), plain.path(), fields, "websocket");
    }

    CompletableFuture<WebSocket> start() {
        if (!core.begin(this)) {
            IOException closed = new IOException("the client is closed");
            route.cancel(closed);
            future.completeExceptionally(closed);
            return future;
        }
        Duration limit = wish.timeout();
        if (limit != null) {
            timer = core.timers.after(limit, () -> {
                HttpTimeoutException late =
                        new HttpTimeoutException("no WebSocket to " + ShownUri.of(wish.uri()) + " within " + limit);
                give(() -> future.completeExceptionally(late));
                giveUp(late);
            });
        }
        route.start();
        return future;
    }

    // ---- over HTTP/3

    @Override
    public void answered(Tunnel tunnel, Tunnel.Answer answer, Route taken) {
        clock.firstByte();
        tunnel.over().whenComplete((v, error) -> over());
        give(() -> {
            Cookies.keep(
                    core.settings.cookieHandler(), request.uri(), answer.head().fields()::toHttpHeaders);
            if (answer.accepted()) {
                accepted(tunnel, answer, taken);
            } else {
                refused(tunnel, answer, taken);
            }
        });
    }

    private void accepted(Tunnel tunnel, Tunnel.Answer answer, Route taken) {
        HttpHeaders headers = answer.head().fields().toHttpHeaders();
        List<String> chosen = headers.allValues("sec-websocket-protocol");
        DeflateAgreement agreement;
        try {
            agreement = DeflateAgreement.of(headers.allValues("sec-websocket-extensions"), wish.compression());
            if (chosen.size() > 1 || chosen.size() == 1 && !wish.subprotocols().contains(chosen.get(0))) {
                throw new IllegalArgumentException("the server chose a subprotocol that was not offered: " + chosen);
            }
        } catch (IllegalArgumentException broken) {
            tunnel.reset(H3ErrorCode.H3_REQUEST_CANCELLED);
            fail(handshakeFailed(tunnel, answer, taken, "", broken));
            return;
        }
        StreamWebSocket webSocket = new StreamWebSocket(
                new StreamWebSocket.Ground(
                        tunnel,
                        core.executor,
                        task -> tunnel.wire().loop().schedule(task, LINGER_SECONDS, TimeUnit.SECONDS),
                        taken,
                        tunnel.wire().handshake(),
                        chosen.isEmpty() ? "" : chosen.get(0),
                        agreement),
                wish.listener());
        open = webSocket;
        if (future.isDone()) {
            webSocket.abort();
            return;
        }
        webSocket.open().thenAccept(this::opened);
    }

    private void refused(Tunnel tunnel, Tunnel.Answer answer, Route taken) {
        byte[] body = answer.body();
        String text = new String(body == null ? new byte[0] : body, StandardCharsets.UTF_8);
        fail(handshakeFailed(tunnel, answer, taken, text, null));
    }

    private WebSocketHandshakeException handshakeFailed(
            Tunnel tunnel, Tunnel.Answer answer, Route taken, String body, @Nullable Throwable cause) {
        HttpResponse<String> response = new QuicResponse<>(
                wish.request(),
                request,
                answer.head(),
                null,
                body,
                tunnel.wire(),
                taken,
                List.of(),
                CompletableFuture.completedFuture(HttpHeaders.of(java.util.Map.of(), (name, value) -> true)),
                () -> clock.metrics(tunnel.wire().handshake(), 0, body.length()));
        WebSocketHandshakeException failed = new WebSocketHandshakeException(response);
        if (cause != null) {
            failed.initCause(cause);
        }
        return failed;
    }

    // ---- over TCP

    @Override
    public void useTcp() {
        WebSocket.Builder builder = core.tcpWebSockets.newWebSocketBuilder();
        for (int i = 0; i < wish.fields().size(); i += 2) {
            builder.header(wish.fields().get(i), wish.fields().get(i + 1));
        }
        if (!wish.subprotocols().isEmpty()) {
            List<String> all = wish.subprotocols();
            builder.subprotocols(all.get(0), all.subList(1, all.size()).toArray(String[]::new));
        }
        if (wish.timeout() != null) {
            builder.connectTimeout(wish.timeout());
        }
        TcpWebSocket.Relay relay = new TcpWebSocket.Relay(wish.listener(), route::route, route::tcpOpened, this::over);
        CompletableFuture<WebSocket> opening = builder.buildAsync(wish.uri(), relay);
        byTcp = opening;
        opening.whenComplete((webSocket, error) -> {
            if (webSocket != null) {
                WebSocket shown = relay.shown(webSocket);
                open = shown;
                if (future.isDone()) {
                    shown.abort();
                } else {
                    opened(shown);
                }
                return;
            }
            Throwable failure = core.tcpWebSockets.translated(error, request.uri());
            route.tcpFailed(failure, TcpClient.nothingSent(failure));
        });
    }

    // ---- ends

    @Override
    public void failed(Throwable cause) {
        give(() -> {
            fail(cause);
            over();
        });
    }

    private void opened(WebSocket webSocket) {
        stopTimer();
        if (!future.complete(webSocket)) {
            webSocket.abort();
        }
    }

    private void fail(Throwable cause) {
        stopTimer();
        future.completeExceptionally(cause);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void give(Runnable task) {
        core.lane.execute(task);
    }

    private void giveUp(Throwable cause) {
        route.cancel(cause);
        CompletableFuture<WebSocket> opening = byTcp;
        if (opening != null) {
            opening.cancel(true);
        }
        if (open == null) {
            over();
        }
    }

    private void over() {
        core.over(this);
    }

    /** The client is shut down now. */
    @Override
    public void cancel() {
        WebSocket webSocket = open;
        if (webSocket != null) {
            webSocket.abort();
        }
        cancelOpening();
    }

    /** The future was cancelled; what it has given is not taken back. */
    private void cancelOpening() {
        if (open == null) {
            CancellationException cancelled = new CancellationException(
                    "the WebSocket to " + ShownUri.of(wish.uri()) + " was cancelled on this side");
            give(() -> future.completeExceptionally(cancelled));
            giveUp(cancelled);
        }
    }
}
