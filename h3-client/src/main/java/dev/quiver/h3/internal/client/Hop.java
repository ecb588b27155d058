package dev.quiver.h3.internal.client;

import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.Priority;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.exchange.Redirects;
import dev.quiver.h3.internal.exchange.Retries;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.message.RequestHeads;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.observe.Observation;
import dev.quiver.h3.internal.wire.Wire;
import dev.quiver.quic.ErrorScope;
import java.io.IOException;
import java.net.Proxy;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request of a flow to one place: its route, and its tries by {@link QuicTry} and {@link TcpTry}. */
final class Hop<T> implements RouteDriver.Sender {
    private final Flow<T> flow;
    private final WireRequest request;
    private final HttpRequest shown;
    private final @Nullable HttpResponse<T> previous;
    private final OriginKey origin;
    private final OriginEntry entry;
    private final Clockwork clock;
    private final RouteDriver driver;

    private Permits permits = new Permits(null, null);
    private @Nullable RequestHead head;
    private @Nullable Priority priority;
    private @Nullable List<String> cookies;
    private @Nullable Proxy proxy;
    private @Nullable WireRequest sent;
    private int tries;
    private boolean misdirected;

    // Guarded by this.
    private boolean dead;
    private boolean tookBack;

    private volatile @Nullable QuicTry<T> quic;
    private volatile @Nullable TcpTry<T> tcp;

    Hop(Flow<T> flow, WireRequest request, HttpRequest shown, @Nullable HttpResponse<T> previous) {
        this.flow = flow;
        this.request = request;
        this.shown = shown;
        this.previous = previous;
        this.origin = OriginKey.of(request.uri());
        this.entry = flow.core.origins.entry(origin);
        this.clock = new Clockwork(flow.startedAt);
        boolean repeatable = Retries.safe(request.method()) && !RequestHeads.hasBody(request);
        this.driver = new RouteDriver(
                flow.core,
                entry,
                flow.options.discovery(),
                repeatable,
                flow.options.earlyData(),
                this,
                flow.observation());
    }

    /** Works out what can be done without sending anything; refuses what cannot. */
    void prepare() {
        proxy = flow.core.proxies.proxy(request.uri(), entry.proxies);
        permits = Permits.of(flow.core.settings, request, flow.options, origin, proxy);
        cookies = Cookies.of(flow.core.settings.cookieHandler(), request);
        WireRequest ready = flow.authentication().prepared(request, proxy);
        sent = ready;
        if (permits.noQuic() == null) {
            priority = flow.options.priority();
            head = RequestHeads.of(ready, cookies, priority);
        }
    }

    // ---- the route

    void start() {
        driver.start(permits);
    }

    @Override
    public void waits() {
        clock.waited();
    }

    @Override
    public void nothingLeft() {
        flow.deliverer.execute(() -> flow.fail(driver.failure(request.uri())));
    }

    // ---- by QUIC

    @Override
    public void sendByQuic(Wire chosen, boolean early) {
        RequestHead ready = head;
        if (ready == null) {
            throw new IllegalStateException("QUIC was ruled out");
        }
        QuicTry<T> made = new QuicTry<>(this, flow, chosen, request, early ? null : driver.route(), clock);
        synchronized (this) {
            if (dead || early && tookBack) {
                return;
            }
            quic = made;
        }
        made.start(driver.addressed(ready, chosen), priority);
    }

    @Override
    public void takeBack() {
        QuicTry<T> sent;
        synchronized (this) {
            tookBack = true;
            sent = quic;
            quic = null;
        }
        if (sent != null) {
            sent.takeBack();
        }
    }

    /** What was sent early is being answered; whether anybody still waits for that. */
    boolean earlyAnswered() {
        return driver.earlyAnswered();
    }

    /** The server wants what was sent early after the handshake (RFC 8470 §5.2). On the deliverer. */
    void tooEarly() {
        again(Refusals.tooEarly(origin), null);
    }

    /** The call on a connection failed. On the deliverer. */
    void quicFailed(QuicTry<T> failed, IOException failure) {
        if (failed.isEarly()
                && failure instanceof H3Exception known
                && known.scope() == ErrorScope.CONNECTION
                && driver.earlyLost()) {
            synchronized (this) {
                quic = null;
            }
            return;
        }
        if (flow.isDone() || !(failure instanceof H3Exception known)) {
            flow.fail(failure);
            return;
        }
        if (failed.isEarly() && Retries.afterBrokenResumption(known, tries)) {
            tries++;
            again(known, null);
            return;
        }
        switch (Retries.after(
                known,
                tries,
                Retries.safe(request.method()),
                Retries.replayable(request.publisher(), failed.bodyUntouched()),
                permits.noTcp() == null)) {
            case NOT -> flow.fail(failure);
            case ELSEWHERE -> {
                // One that only gave up its place in a queue was not sent even once.
                tries += Retries.withdrawn(known) ? 0 : 1;
                again(known, null);
            }
            case BY_TCP -> {
                tries++;
                again(known, "QUIC was tried twice for this request");
            }
        }
    }

    private void again(H3Exception why, @Nullable String noQuic) {
        synchronized (this) {
            if (dead) {
                return;
            }
            quic = null;
        }
        driver.again(why, noQuic);
    }

    /**
     * The server says that this connection is not for this origin (RFC 9110 §15.5.20). On the deliverer.
     *
     * @return whether the request goes on elsewhere, which it does once
     */
    boolean misdirected(QuicTry<T> answered) {
        if (misdirected
                || !Retries.replayable(request.publisher(), answered.bodyUntouched())
                || !entry.misdirected(answered.wire())) {
            return false;
        }
        misdirected = true;
        again(Refusals.misdirected(origin), null);
        return true;
    }

    // ---- by TCP

    @Override
    public void sendByTcp() {
        TcpTry<T> made =
                new TcpTry<>(this, flow, sent == null ? request : sent, cookies == null ? List.of() : cookies, clock);
        synchronized (this) {
            if (dead) {
                return;
            }
            tcp = made;
        }
        made.start();
    }

    /** The JDK's client has an answer. */
    void tcpAnswered(HttpResponse<T> inner, TcpTry<T> answered) {
        driver.tcpAnswered();
        Route taken = driver.route();
        TcpResponse<T> response = new TcpResponse<>(shown, inner, previous, taken, this::tcpMetrics, answered.ended());
        WireRequest next = answered.redirect();
        if (next != null) {
            follow(next, response);
        } else {
            flow.complete(response);
        }
    }

    void tcpFailed(Throwable failure, boolean nothingSent) {
        if (!(failure instanceof H3Exception known)) {
            flow.deliverer.execute(() -> flow.fail(failure));
            return;
        }
        driver.tcpFailed(known, nothingSent);
    }

    // ---- what responses say

    /** A final response came with these alternatives. */
    void heard(int status, List<String> altSvc, @Nullable String age) {
        // RFC 7838 §6: not from a server that may not speak for the origin.
        if (!altSvc.isEmpty() && status != 421) {
            flow.core.altSvc.heard(origin, altSvc, Refusals.seconds(age));
        }
    }

    /** Sends what comes after this response. */
    void follow(WireRequest next, HttpResponse<T> response) {
        Observation observation = flow.observation();
        if (observation != null) {
            if (next == request) {
                observation.challenged(response.statusCode());
            } else {
                observation.redirected(response.statusCode(), next.uri());
            }
        }
        if (next == request) {
            flow.answerChallenge(next, shown, response);
        } else {
            flow.redirect(next, response);
        }
    }

    /** What is to be sent after this response, or null; the same request if a challenge is answered. Keeps the cookies. */
    @Nullable
    WireRequest next(int status, @Nullable String location, Supplier<HttpHeaders> headers) {
        Cookies.keep(flow.core.settings.cookieHandler(), request.uri(), headers);
        try {
            if (flow.authentication().again(request, status, headers, proxy)) {
                return request;
            }
        } catch (IOException refused) {
            throw new Carried(refused);
        }
        return Redirects.next(flow.core.settings.redirect(), request, status, location, flow.followed());
    }

    // ---- for the flow and the tries

    /** The story so far. */
    Route route() {
        return driver.route();
    }

    String peer() {
        return origin.toString();
    }

    HttpRequest shown() {
        return shown;
    }

    @Nullable
    HttpResponse<T> previous() {
        return previous;
    }

    /** Ends what is under way; who waits for the response's body hears of this. */
    void abort(IOException cause) {
        synchronized (this) {
            dead = true;
        }
        driver.stop();
        QuicTry<T> sending = quic;
        if (sending != null) {
            sending.abort(cause);
        }
        TcpTry<T> trying = tcp;
        if (trying != null) {
            trying.abort(cause);
        }
    }

    Progress progress() {
        TcpTry<T> trying = tcp;
        QuicTry<T> sending = quic;
        return trying != null ? trying.progress() : sending != null ? sending.progress() : Progress.NONE;
    }

    /** With what is known of where it happened. */
    H3Exception located(H3Exception failure) {
        return driver.located(failure);
    }

    /** As of now, of the try that was made last. */
    ExchangeMetrics metrics() {
        QuicTry<T> sending = quic;
        return tcp == null && sending != null ? sending.metrics() : tcpMetrics();
    }

    /** What ended the body of the response early, or null. */
    @Nullable
    Throwable broken() {
        TcpTry<T> trying = tcp;
        QuicTry<T> sending = quic;
        return trying != null ? trying.broken() : sending != null ? sending.broken() : null;
    }

    private ExchangeMetrics tcpMetrics() {
        Progress progress = progress();
        return clock.metrics(null, progress.requestBytesSent(), progress.responseBytesReceived());
    }

    static Throwable unwrapped(Throwable error) {
        Throwable inner = error;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
