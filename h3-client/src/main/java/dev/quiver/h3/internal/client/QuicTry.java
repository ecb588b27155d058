package dev.quiver.h3.internal.client;

import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.InformationalResponse;
import dev.quiver.h3.Priority;
import dev.quiver.h3.PriorityControl;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.body.ResponseDelivery;
import dev.quiver.h3.internal.body.ResponseOwner;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.RequestHead;
import dev.quiver.h3.internal.message.RequestHeads;
import dev.quiver.h3.internal.message.RequestTrailers;
import dev.quiver.h3.internal.message.ResponseHead;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.observe.Observation;
import dev.quiver.h3.internal.wire.Call;
import dev.quiver.h3.internal.wire.CallHandle;
import dev.quiver.h3.internal.wire.Wire;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A hop's request on one QUIC connection. */
final class QuicTry<T> implements ResponseOwner<T> {
    private static final int TOO_EARLY = 425;

    private final Hop<T> hop;
    private final Flow<T> flow;
    private final Wire wire;
    private final WireRequest request;
    private final @Nullable Route route;
    private final Clockwork clock;
    private final ResponseDelivery<T> delivery;
    private final @Nullable BodyWatch watch;
    private final List<InformationalResponse> informational = new ArrayList<>(0);
    private final @Nullable Observation observation;
    private volatile @Nullable CallHandle handle;
    private @Nullable ResponseHead responseHead;

    // Guarded by this.
    private @Nullable Runnable unwatch;
    private boolean over;

    private volatile boolean takenBack;
    private volatile @Nullable H3Exception broken;

    /** @param route the story so far; null if the request goes out early and the story with it */
    QuicTry(Hop<T> hop, Flow<T> flow, Wire wire, WireRequest request, @Nullable Route route, Clockwork clock) {
        this.hop = hop;
        this.flow = flow;
        this.wire = wire;
        this.request = request;
        this.route = route;
        this.clock = clock;
        this.watch = flow.watch(this::progress);
        this.observation = flow.observation();
        this.delivery = new ResponseDelivery<>(this, flow.deliverer, wire.loop(), flow.core.budget);
    }

    /** @param priority what the head says, or null */
    void start(RequestHead head, @Nullable Priority priority) {
        flow.partBegins();
        CallHandle submitted = wire.submit(new Call(
                head,
                body(),
                trailers(),
                flow.core.executor,
                RequestHeads.expectsContinue(request),
                priority,
                delivery,
                flow.deliverer.turns(wire.loop())));
        handle = submitted;
        delivery.handle(submitted);
        PriorityControl control = flow.options.priorityControl();
        if (control != null) {
            watchPriority(control, submitted);
        }
    }

    private void watchPriority(PriorityControl control, CallHandle submitted) {
        Runnable stop = control.watch(submitted::prioritise);
        // What was changed since the head was made.
        submitted.prioritise(control.current());
        boolean late;
        synchronized (this) {
            unwatch = stop;
            late = over;
        }
        if (late) {
            stop.run();
        }
    }

    private @Nullable BodyPublisher body() {
        BodyPublisher body = RequestHeads.hasBody(request) ? request.publisher() : null;
        if (observation != null && body != null) {
            body = observation.watched(body);
        }
        return watch == null || body == null ? body : watch.watched(body);
    }

    private @Nullable Supplier<FieldLines> trailers() {
        Supplier<HttpHeaders> asked = RequestHeads.hasBody(request) ? flow.options.requestTrailers() : null;
        return asked == null ? null : () -> RequestTrailers.of(asked.get());
    }

    Wire wire() {
        return wire;
    }

    /** Whether the request's body is as if nothing had been sent. */
    boolean bodyUntouched() {
        CallHandle used = handle;
        return used == null || used.bodyUntouched();
    }

    /** Whether it was sent before the handshake was done. */
    boolean isEarly() {
        return route == null;
    }

    /** Gives it up without a word to anyone: the request goes another way. */
    void takeBack() {
        takenBack = true;
        delivery.cancel();
    }

    void abort(IOException cause) {
        delivery.abort(cause);
    }

    Progress progress() {
        CallHandle used = handle;
        return new Progress(used == null ? 0 : used.requestBytes(), clock.hasFirstByte(), delivery.received());
    }

    // ---- what becomes of it

    @Override
    public void opened() {
        if (observation != null) {
            observation.headSent();
        }
    }

    @Override
    public void headReceived(ResponseHead finalHead) {
        if (isEarly() && !hop.earlyAnswered()) {
            takenBack = true;
            return;
        }
        clock.firstByte();
        if (observation != null) {
            observation.headReceived(finalHead.status(), Protocol.H3);
        }
    }

    @Override
    public @Nullable H3Exception over(@Nullable H3Exception failure) {
        clock.end();
        broken = failure;
        if (watch != null) {
            watch.end();
        }
        Runnable stop;
        synchronized (this) {
            over = true;
            stop = unwatch;
        }
        if (stop != null) {
            stop.run();
        }
        flow.partOver();
        return failure == null ? null : hop.located(failure);
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
        if (takenBack || finalHead.status() == 421 && hop.misdirected(this)) {
            return null;
        }
        if (finalHead.status() == TOO_EARLY && isEarly()) {
            hop.tooEarly();
            return null;
        }
        responseHead = finalHead;
        hop.heard(
                finalHead.status(),
                finalHead.fields().all("alt-svc"),
                finalHead.fields().first("age"));
        WireRequest next =
                hop.next(finalHead.status(), finalHead.fields().first("location"), finalHead.fields()::toHttpHeaders);
        if (next != null) {
            hop.follow(next, response(finalHead, QuicResponse.noBody()));
            return null;
        }
        flow.headReceived();
        BodySubscriber<T> chosen = Objects.requireNonNull(
                flow.handler.apply(
                        new HeadInfo(finalHead.status(), finalHead.fields()::toHttpHeaders, Versions.HTTP_3)),
                "the body handler gave no subscriber");
        if (observation != null) {
            chosen = observation.watched(chosen);
        }
        return watch == null ? chosen : watch.watched(chosen);
    }

    @Override
    public void body(CompletionStage<T> body) {
        body.whenComplete((value, error) -> {
            ResponseHead finalHead = responseHead;
            if (error == null && finalHead != null) {
                flow.complete(response(finalHead, value));
            } else if (error != null) {
                flow.fail(Hop.unwrapped(error));
            }
        });
    }

    private QuicResponse<T> response(ResponseHead finalHead, T value) {
        return new QuicResponse<>(
                hop.shown(),
                request,
                finalHead,
                hop.previous(),
                value,
                wire,
                route == null ? hop.route() : route,
                List.copyOf(informational),
                delivery.trailers(),
                this::metrics);
    }

    /** What ended the response's body early, or null. */
    @Nullable
    H3Exception broken() {
        return broken;
    }

    ExchangeMetrics metrics() {
        Progress progress = progress();
        return clock.metrics(wire.handshake(), progress.requestBytesSent(), progress.responseBytesReceived());
    }

    @Override
    public void failed(IOException failure) {
        if (takenBack) {
            return;
        }
        hop.quicFailed(this, failure);
    }

    @Override
    public void thrown(Throwable thrown) {
        flow.fail(thrown);
    }
}
