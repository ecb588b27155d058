package dev.quiver.h3.internal.client;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.H3Exception.Setting;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.body.ResponseDelivery;
import dev.quiver.h3.internal.body.ResponseOwner;
import dev.quiver.h3.internal.exchange.Redirects;
import dev.quiver.h3.internal.exchange.Retries;
import dev.quiver.h3.internal.message.OriginKey;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.message.RequestHeads;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.pool.OriginPool.Answer;
import dev.quiver.h3.internal.route.RouteRace;
import dev.quiver.h3.internal.route.RouteRace.Action;
import dev.quiver.h3.internal.tcp.TcpClient;
import dev.quiver.h3.internal.wire.Call;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.Wire;
import java.io.IOException;
import java.net.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request of a flow to one place: its route, its tries, its response. */
final class Hop<T> implements Origins.Asker, ResponseOwner<T> {
    private final Flow<T> flow;
    private final WireRequest request;
    private final HttpRequest shown;
    private final @Nullable HttpResponse<T> previous;
    private final OriginKey origin;
    private final Origins.Entry entry;
    private final Clockwork clock;
    private final List<InformationalResponse> informational = new ArrayList<>(0);
    private final List<Route.Attempt> earlier = new ArrayList<>(0);

    private @Nullable RequestHead head;
    private @Nullable List<String> cookies;
    private @Nullable String noQuic;
    private @Nullable String noTcp;
    private int tries;

    // Guarded by this.
    private @Nullable RouteRace race;
    private boolean dead;
    private Timers.@Nullable Timer headStart;

    private volatile @Nullable Route route;
    private volatile @Nullable Wire wire;
    private volatile @Nullable ResponseDelivery<T> delivery;
    private volatile @Nullable CallHandle handle;
    private volatile @Nullable TcpTry<T> tcp;
    private @Nullable ResponseHead responseHead;

    Hop(Flow<T> flow, WireRequest request, HttpRequest shown, @Nullable HttpResponse<T> previous) {
        this.flow = flow;
        this.request = request;
        this.shown = shown;
        this.previous = previous;
        this.origin = OriginKey.of(request.uri());
        this.entry = flow.core.origins.entry(origin);
        this.clock = new Clockwork(flow.startedAt);
    }

    /** Works out what can be done without sending anything; refuses what cannot. */
    void prepare() {
        noQuic = noQuic();
        noTcp = noTcp();
        cookies = Cookies.of(flow.core.settings.cookieHandler(), request);
        if (noQuic == null) {
            head = RequestHeads.of(request, cookies, flow.options.priority());
        }
    }

    private @Nullable String noQuic() {
        if (!origin.secure()) {
            return "HTTP/3 is for https only (RFC 9114 §3.1)";
        }
        if (flow.options.discovery() == Discovery.NONE) {
            return "discovery is NONE";
        }
        HttpClient.Version version = request.version().orElse(flow.core.settings.version());
        if (version == HttpClient.Version.HTTP_1_1) {
            return "HTTP/1.1 was asked for";
        }
        Proxy proxy = flow.core.proxies.proxy(request.uri(), entry.proxies);
        return proxy == null ? null : "the proxy " + proxy.address() + " is to be used, which carries TCP only";
    }

    private @Nullable String noTcp() {
        if (flow.options.discovery() == Discovery.HTTP3_ONLY) {
            return "discovery is HTTP3_ONLY";
        }
        if (flow.core.settings.address(origin.host(), origin.port()) != null) {
            return "connections to " + origin + " are directed elsewhere, where the JDK's client cannot be sent";
        }
        return flow.core.settings.localAddress() != null && !TcpClient.takesLocalAddress()
                ? "a local address was asked for, which the JDK's client knows from Java 19 on"
                : null;
    }

    // ---- the route

    void start() {
        act(decide(() -> {
            RouteRace begun = new RouteRace(noQuic, noTcp, RouteRace.HEAD_START);
            race = begun;
            return begun.begin(System.nanoTime());
        }));
    }

    private synchronized Action decide(Supplier<Action> decision) {
        return dead ? Action.WAIT : decision.get();
    }

    private RouteRace race() {
        RouteRace begun = race;
        if (begun == null) {
            throw new IllegalStateException("not begun");
        }
        return begun;
    }

    private void act(Action action) {
        switch (action) {
            case WAIT -> {}
            case GET_QUIC -> getQuic();
            case WAIT_UNTIL_HEAD_START_END -> {
                synchronized (this) {
                    stopHeadStart();
                    headStart = flow.core.timers.afterNanos(
                            race().headStartEnd() - System.nanoTime(),
                            () -> act(decide(() -> race().headStartOver(System.nanoTime()))));
                }
            }
            case USE_QUIC -> sendByQuic();
            case USE_TCP -> sendByTcp();
            case FAIL -> flow.deliverer.execute(this::nothingLeft);
        }
    }

    private void getQuic() {
        Answer<Wire> answer = entry.acquire(this, noTcp != null);
        if (answer instanceof Answer.Use<Wire> use) {
            wire = use.wire();
            act(decide(() -> race().quicIsThere()));
        } else if (answer instanceof Answer.Broken<Wire> broken) {
            act(decide(() -> race().quicIsBroken(broken.reason(), System.nanoTime())));
        } else {
            clock.waited();
            if (answer instanceof Answer.Wait<Wire> wait && wait.firstPacketAt() != null) {
                firstPacket(wait.firstPacketAt());
                if (wait.answered()) {
                    firstAnswer();
                }
            }
        }
    }

    @Override
    public void firstPacket(long at) {
        act(decide(() -> race().quicFirstPacket(at, System.nanoTime())));
    }

    @Override
    public void firstAnswer() {
        act(decide(() -> race().quicAnswered(System.nanoTime())));
    }

    @Override
    public void ready(Wire ready) {
        wire = ready;
        act(decide(() -> race().quicReady(System.nanoTime())));
    }

    @Override
    public void failed(H3Exception cause) {
        act(decide(() -> race().quicFailed(cause, System.nanoTime())));
    }

    private synchronized Route routeNow() {
        Route latest = race == null ? new Route(List.of()) : race.route();
        if (earlier.isEmpty()) {
            return latest;
        }
        List<Route.Attempt> all = new ArrayList<>(earlier);
        all.addAll(latest.attempts());
        return new Route(all);
    }

    private void nothingLeft() {
        IOException failure;
        synchronized (this) {
            failure = race().failure();
        }
        if (failure == null) {
            failure = Refusals.noRoute(request.uri(), noQuic, noTcp);
        }
        if (failure instanceof H3Exception known) {
            flow.fail(Refusals.connectTimeout(located(known), flow.core.settings.connectTimeout()));
        } else {
            flow.fail(failure);
        }
    }

    // ---- by QUIC

    private void sendByQuic() {
        Wire chosen = wire;
        RequestHead ready = head;
        if (chosen == null || ready == null) {
            throw new IllegalStateException("chosen without a connection");
        }
        stopHeadStart();
        route = routeNow();
        ResponseDelivery<T> deliveryNow = new ResponseDelivery<>(this, flow.deliverer, chosen.loop(), flow.core.budget);
        synchronized (this) {
            if (dead) {
                return;
            }
            delivery = deliveryNow;
        }
        flow.partBegins();
        CallHandle submitted = chosen.submit(new Call(
                ready,
                RequestHeads.hasBody(request) ? request.publisher() : null,
                flow.core.executor,
                request.expectContinue(),
                flow.options.priority(),
                deliveryNow));
        handle = submitted;
        deliveryNow.handle(submitted);
    }

    @Override
    public void opened() {}

    @Override
    public void headReceived() {
        clock.firstByte();
    }

    @Override
    public @Nullable H3Exception over(@Nullable H3Exception failure) {
        clock.end();
        flow.partOver();
        return failure == null ? null : located(failure);
    }

    @Override
    public void informational(InformationalResponse response) {
        informational.add(response);
        var listener = flow.options.informationalListener();
        if (listener != null) {
            listener.accept(response);
        }
    }

    @Override
    public @Nullable BodySubscriber<T> subscriber(ResponseHead finalHead) {
        responseHead = finalHead;
        WireRequest next =
                next(finalHead.status(), finalHead.fields().first("location"), finalHead.fields()::toHttpHeaders);
        if (next != null) {
            flow.redirect(next, response(finalHead, QuicResponse.noBody()));
            return null;
        }
        flow.headReceived();
        return flow.handler.apply(new HeadInfo(finalHead.status(), finalHead.fields()::toHttpHeaders, Versions.HTTP_3));
    }

    @Override
    public void body(CompletionStage<T> body) {
        body.whenComplete((value, error) -> {
            ResponseHead finalHead = responseHead;
            if (error == null && finalHead != null) {
                flow.complete(response(finalHead, value));
            } else if (error != null) {
                flow.fail(unwrapped(error));
            }
        });
    }

    private QuicResponse<T> response(ResponseHead finalHead, T value) {
        Wire used = wire;
        Route taken = route;
        ResponseDelivery<T> delivered = delivery;
        if (used == null || taken == null || delivered == null) {
            throw new IllegalStateException("a response without a request");
        }
        return new QuicResponse<>(
                shown,
                request,
                finalHead,
                previous,
                value,
                used,
                taken,
                List.copyOf(informational),
                delivered.trailers(),
                this::metrics);
    }

    @Override
    public void failed(IOException failure) {
        CallHandle used = handle;
        if (failure instanceof H3Exception known
                && !flow.isDone()
                && Retries.again(known, tries, request.publisher(), used == null || used.bodyUntouched())) {
            tries++;
            synchronized (this) {
                earlier.addAll(race().route().attempts().stream()
                        .map(attempt -> Refusals.sentAgain(attempt, known))
                        .filter(attempt -> attempt.via() == Route.Via.QUIC)
                        .toList());
            }
            start();
            return;
        }
        flow.fail(failure);
    }

    @Override
    public void thrown(Throwable thrown) {
        flow.fail(thrown);
    }

    // ---- by TCP

    private void sendByTcp() {
        stopHeadStart();
        TcpTry<T> made = new TcpTry<>(this, flow, request, cookies == null ? List.of() : cookies, clock);
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
        synchronized (this) {
            race().tcpAnswered(System.nanoTime());
        }
        Route taken = routeNow();
        TcpResponse<T> response = new TcpResponse<>(shown, inner, previous, taken, this::metrics, answered.ended());
        WireRequest next = answered.redirect();
        if (next != null) {
            flow.redirect(next, response);
        } else {
            flow.complete(response);
        }
    }

    void tcpFailed(Throwable failure, boolean nothingSent) {
        if (!(failure instanceof H3Exception known)) {
            flow.deliverer.execute(() -> flow.fail(failure));
            return;
        }
        act(decide(() -> race().tcpFailed(known, nothingSent, System.nanoTime())));
    }

    /** Where the response sends the request, or null; keeps its cookies on the way. */
    @Nullable
    WireRequest next(int status, @Nullable String location, Supplier<HttpHeaders> headers) {
        Cookies.keep(flow.core.settings.cookieHandler(), request.uri(), headers);
        return Redirects.next(flow.core.settings.redirect(), request, status, location, flow.followed());
    }

    // ---- for the flow

    String peer() {
        return origin.toString();
    }

    /** Ends what is under way; who waits for the response's body hears of this. */
    void abort(IOException cause) {
        synchronized (this) {
            dead = true;
        }
        stopHeadStart();
        entry.leave(this);
        ResponseDelivery<T> delivering = delivery;
        if (delivering != null) {
            delivering.abort(cause);
        }
        TcpTry<T> trying = tcp;
        if (trying != null) {
            trying.cancel();
        }
    }

    private synchronized void stopHeadStart() {
        if (headStart != null) {
            headStart.cancel();
            headStart = null;
        }
    }

    Progress progress() {
        TcpTry<T> trying = tcp;
        if (trying != null) {
            return trying.progress();
        }
        ResponseDelivery<T> delivering = delivery;
        CallHandle used = handle;
        return new Progress(
                used == null ? 0 : used.requestBytes(),
                clock.hasFirstByte(),
                delivering == null ? 0 : delivering.received());
    }

    /** With what is known of where it happened. */
    H3Exception located(H3Exception failure) {
        Wire used = wire;
        return failure.with(
                new Progress(
                        failure.requestBytesSent(), failure.responseHeadReceived(), failure.responseBytesReceived()),
                new Setting(
                        failure.handshake() == null && used != null ? used.handshake() : failure.handshake(),
                        routeNow(),
                        failure.peerStreams().isEmpty() && used != null ? used.peerStreams() : failure.peerStreams()));
    }

    private ExchangeMetrics metrics() {
        Progress progress = progress();
        Wire used = tcp == null ? wire : null;
        return clock.metrics(
                used == null ? null : used.handshake(), progress.requestBytesSent(), progress.responseBytesReceived());
    }

    static Throwable unwrapped(Throwable error) {
        Throwable inner = error;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
