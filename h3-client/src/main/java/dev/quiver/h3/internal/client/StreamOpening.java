package dev.quiver.h3.internal.client;

import dev.quiver.h3.ConnectRefusedException;
import dev.quiver.h3.ConnectStream;
import dev.quiver.h3.ExtendedConnect;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.message.FieldRules;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.message.RequestHeads;
import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.tunnel.Tunnel;
import dev.quiver.h3.internal.tunnel.TunnelStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One extended CONNECT on its way to be a stream. */
final class StreamOpening implements TunnelRoute.Taker, Core.Part {
    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final Core core;
    private final ExtendedConnect asked;
    private final HttpRequest shown;
    private final WireRequest request;
    private final TunnelRoute route;
    private final Clockwork clock = new Clockwork(System.nanoTime());
    private final ExchangeFuture<ConnectStream> future = new ExchangeFuture<>(this::giveUp);
    private Timers.@Nullable Timer timer;
    private volatile @Nullable Tunnel open;

    StreamOpening(Core core, ExtendedConnect asked) {
        this.core = core;
        this.asked = asked;
        HttpRequest.Builder plain = HttpRequest.newBuilder(asked.uri());
        asked.headers().map().forEach((name, values) -> values.forEach(value -> plain.header(name, value)));
        this.shown = plain.build();
        this.request = WireRequest.copyOf(shown);
        RequestHeads.check(request);
        if (!FieldRules.isToken(asked.protocol())) {
            throw new IllegalArgumentException("a protocol is a token (RFC 9110 §7.8): " + asked.protocol());
        }
        RequestHead head = RequestHeads.of(request, Cookies.of(core.settings.cookieHandler(), request), null);
        this.route = new TunnelRoute(
                core,
                ObservedExchange.Kind.CONNECT,
                shown,
                request,
                new RequestHead(
                        "CONNECT", head.scheme(), head.authority(), head.path(), head.fields(), asked.protocol()),
                core.settings.options(),
                true,
                "an extended CONNECT is sent by HTTP/3 only",
                this);
    }

    CompletableFuture<ConnectStream> start() {
        if (!core.begin(this)) {
            IOException closed = new IOException("the client is closed");
            route.cancel(closed);
            future.completeExceptionally(closed);
            return future;
        }
        Duration limit = asked.timeout();
        if (limit != null) {
            timer = core.timers.after(limit, () -> {
                if (open == null) {
                    giveUp(new HttpTimeoutException("no answer of " + ShownUri.of(asked.uri()) + " within " + limit));
                }
            });
        }
        route.start();
        return future;
    }

    @Override
    public void answered(Tunnel tunnel, Tunnel.Answer answer, Route taken) {
        clock.firstByte();
        open = tunnel;
        tunnel.over().whenComplete((v, error) -> core.over(this));
        core.lane.execute(() -> {
            stopTimer();
            Cookies.keep(
                    core.settings.cookieHandler(), request.uri(), answer.head().fields()::toHttpHeaders);
            byte[] body = answer.body();
            if (body != null) {
                future.completeExceptionally(new ConnectRefusedException(response(tunnel, answer, taken, body)));
                return;
            }
            TunnelStream stream = new TunnelStream(
                    tunnel, response(tunnel, answer, taken, QuicResponse.<Void>noBody()), core.executor);
            if (!future.complete(stream)) {
                stream.close();
            }
        });
    }

    private <T> QuicResponse<T> response(Tunnel tunnel, Tunnel.Answer answer, Route taken, T body) {
        return new QuicResponse<>(
                shown,
                request,
                answer.head(),
                null,
                body,
                tunnel.wire(),
                taken,
                List.of(),
                CompletableFuture.completedFuture(NONE),
                () -> clock.metrics(tunnel.wire().handshake(), 0, 0));
    }

    @Override
    public void useTcp() {
        throw new IllegalStateException("TCP was ruled out");
    }

    @Override
    public void failed(Throwable cause) {
        core.lane.execute(() -> {
            stopTimer();
            future.completeExceptionally(cause);
            core.over(this);
        });
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The client is shut down now. */
    @Override
    public void cancel() {
        giveUp();
        route.cancel(cancelled());
    }

    /** The future was cancelled; what it has given is not taken back. */
    private void giveUp() {
        if (open == null) {
            giveUp(cancelled());
        }
    }

    private CancellationException cancelled() {
        return new CancellationException(
                "the extended CONNECT to " + ShownUri.of(asked.uri()) + " was cancelled on this side");
    }

    private void giveUp(Throwable cause) {
        route.cancel(cause);
        failed(cause);
    }
}
