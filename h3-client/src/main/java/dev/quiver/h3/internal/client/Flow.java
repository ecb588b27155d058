package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.body.Deliverer;
import dev.quiver.h3.internal.message.RequestHeads;
import dev.quiver.h3.internal.message.ShownUri;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.observe.Observation;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of the client from beginning to end, over redirects and retries. */
final class Flow<T> implements Core.Part {
    final Core core;
    final HttpRequest asked;
    final H3Options options;
    final BodyHandler<T> handler;
    final Deliverer deliverer;
    final long startedAt = System.nanoTime();

    private final ExchangeFuture<H3Response<T>> future = new ExchangeFuture<>(this::cancel);
    private final AtomicInteger parts = new AtomicInteger(1);
    private volatile @Nullable Hop<T> hop;
    private volatile boolean headReceived;
    private volatile @Nullable Throwable ending;
    private Timers.@Nullable Timer requestTimer;
    private Timers.@Nullable Timer exchangeTimer;
    private int followed;
    private final Authentication authentication;
    private @Nullable Observation observation;
    private volatile @Nullable Throwable failure;

    Flow(Core core, HttpRequest asked, H3Options options, BodyHandler<T> handler, Deliverer deliverer) {
        this.core = core;
        this.asked = asked;
        this.options = options;
        this.handler = handler;
        this.deliverer = deliverer;
        this.authentication = new Authentication(core.settings.authenticator(), core.keyring);
        future.whenComplete((response, error) -> {
            failure = error;
            partOver();
        });
    }

    /**
     * Begins.
     *
     * @throws IllegalArgumentException if the request cannot be sent
     */
    ExchangeFuture<H3Response<T>> start() {
        WireRequest request = WireRequest.copyOf(asked);
        RequestHeads.check(request);
        observation =
                Observation.begin(core.listeners, options.exchangeListener(), ObservedExchange.Kind.REQUEST, asked);
        Hop<T> first = new Hop<>(this, request, asked, null);
        try {
            first.prepare();
        } catch (Carried refused) {
            future.completeExceptionally(refused.getCause());
            return future;
        } catch (IllegalArgumentException refused) {
            observed(refused);
            throw refused;
        } catch (RuntimeException thrown) {
            // By what the caller gave: a publisher, a cookie handler, a proxy selector.
            future.completeExceptionally(thrown);
            return future;
        }
        if (!core.begin(this)) {
            future.completeExceptionally(new IOException("the client is closed"));
            return future;
        }
        hop = first;
        request.timeout().ifPresent(limit -> requestTimer = core.timers.after(limit, this::requestTimedOut));
        if (options.exchangeTimeout() != null) {
            exchangeTimer = core.timers.after(options.exchangeTimeout(), this::exchangeTimedOut);
        }
        first.start();
        return future;
    }

    /** Watches the bodies of a try, if they may not stand still for ever. */
    @Nullable
    BodyWatch watch(Supplier<H3Exception.Progress> progress) {
        Duration limit = options.bodyIdleTimeout();
        return limit == null ? null : new BodyWatch(limit, core.timers, progress, this::bodyIdle);
    }

    /** Who watches, or null. */
    @Nullable
    Observation observation() {
        return observation;
    }

    boolean isDone() {
        return future.isDone();
    }

    int followed() {
        return followed;
    }

    Authentication authentication() {
        return authentication;
    }

    /** Goes to the same place again, with an answer to its challenge. */
    void answerChallenge(WireRequest again, HttpRequest shown, HttpResponse<T> previous) {
        follow(new Hop<>(this, again, shown, previous), again);
    }

    /** The final response's head is there: the request's own time-out has done its work. */
    void headReceived() {
        headReceived = true;
        if (requestTimer != null) {
            requestTimer.cancel();
        }
    }

    /** Goes on elsewhere. */
    void redirect(WireRequest next, HttpResponse<T> previous) {
        followed++;
        follow(new Hop<>(this, next, next, previous), next);
    }

    private void follow(Hop<T> following, WireRequest next) {
        if (future.isDone()) {
            return;
        }
        hop = following;
        try {
            RequestHeads.check(next);
            following.prepare();
            following.start();
        } catch (RuntimeException refused) {
            fail(new IOException(
                    "the request to " + ShownUri.of(next.uri()) + " cannot be sent again: " + refused.getMessage(),
                    refused));
        }
    }

    // ---- ends

    void complete(H3Response<T> response) {
        future.complete(response);
    }

    /** On the deliverer or the caller's thread. */
    void fail(Throwable cause) {
        Throwable first = ending;
        Throwable own = cause instanceof Carried carried ? carried.getCause() : cause;
        future.completeExceptionally(first != null ? first : own);
    }

    /** Ends what is under way, and the future with it, for this reason whatever else is said of it afterwards. */
    private void end(Throwable cause, Hop<T> current, IOException toBody) {
        synchronized (this) {
            if (ending == null && !future.isDone()) {
                ending = cause;
            }
        }
        current.abort(toBody);
        if (!future.isDone()) {
            deliverer.execute(() -> fail(cause));
        }
    }

    /** One more thing has to end before this is over. */
    void partBegins() {
        parts.incrementAndGet();
    }

    void partOver() {
        if (parts.decrementAndGet() == 0) {
            stopTimers();
            Hop<T> last = hop;
            observed(failure != null || last == null ? failure : last.broken());
            core.over(this);
        }
    }

    /** All is over, for who watches. */
    private void observed(@Nullable Throwable cause) {
        if (observation != null) {
            Hop<T> last = hop;
            observation.ended(
                    last == null ? new Clockwork(startedAt).metrics(null, 0, 0) : last.metrics(),
                    last == null ? new Route(List.of()) : last.route(),
                    cause);
        }
    }

    private void stopTimers() {
        if (requestTimer != null) {
            requestTimer.cancel();
        }
        if (exchangeTimer != null) {
            exchangeTimer.cancel();
        }
    }

    @Override
    public void cancel() {
        Hop<T> current = hop;
        if (current == null) {
            return;
        }
        H3Exception cause = current.located(new H3Exception(
                H3Exception.Kind.CANCELLED,
                ErrorScope.STREAM,
                Origin.LOCAL,
                null,
                RequestOutcome.UNKNOWN,
                "the request to " + current.peer() + " was cancelled on this side",
                null,
                current.progress(),
                H3Exception.Setting.UNKNOWN));
        CancellationException cancelled = new CancellationException(cause.getMessage());
        cancelled.initCause(cause);
        end(cancelled, current, cause);
    }

    private void requestTimedOut() {
        if (!headReceived) {
            timedOut("no response came from ", "the request's timeout");
        }
    }

    private void exchangeTimedOut() {
        timedOut("the exchange was not over with ", "the exchange timeout");
    }

    private void bodyIdle() {
        timedOut("no byte moved to or from ", "the body idle timeout of " + options.bodyIdleTimeout());
    }

    private void timedOut(String what, String which) {
        Hop<T> current = hop;
        if (current == null) {
            return;
        }
        H3Exception cause = current.located(new H3Exception(
                H3Exception.Kind.TIMEOUT,
                ErrorScope.STREAM,
                Origin.TIMEOUT,
                null,
                RequestOutcome.UNKNOWN,
                what + current.peer() + " within " + which,
                null,
                current.progress(),
                H3Exception.Setting.UNKNOWN));
        HttpTimeoutException late = new HttpTimeoutException(cause.getMessage());
        late.initCause(cause);
        end(late, current, late);
    }
}
