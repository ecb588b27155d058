package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.Priority;
import dev.quiver.h3.internal.message.WireRequest;
import dev.quiver.h3.internal.observe.Observation;
import dev.quiver.h3.internal.tcp.TcpClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A hop's request by the JDK's client. */
final class TcpTry<T> implements TcpClient.Listener<T> {
    private final Hop<T> hop;
    private final Flow<T> flow;
    private final WireRequest request;
    private final List<String> cookies;
    private final Clockwork clock;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final @Nullable BodyWatch watch;
    private final @Nullable Observation observation;
    private volatile @Nullable WireRequest redirect;
    private volatile TcpClient.@Nullable Exchange exchange;
    private volatile @Nullable IOException aborted;
    private volatile @Nullable Throwable broken;

    TcpTry(Hop<T> hop, Flow<T> flow, WireRequest request, List<String> cookies, Clockwork clock) {
        this.hop = hop;
        this.flow = flow;
        this.request = request;
        this.cookies = cookies;
        this.clock = clock;
        this.watch = flow.watch(this::progress);
        this.observation = flow.observation();
    }

    void start() {
        flow.partBegins();
        Map<String, List<String>> extra = new HashMap<>();
        if (!cookies.isEmpty()) {
            extra.put("Cookie", cookies);
        }
        Priority priority = flow.options.priority();
        if (priority != null && request.headers().firstValue("priority").isEmpty()) {
            extra.put("priority", List.of(priority.fieldValue()));
        }
        TcpClient.Exchange made = flow.core.tcp.send(watched(), extra, this::subscriber, this);
        exchange = made;
        IOException cause = aborted;
        if (cause != null) {
            made.cancel(cause);
        }
    }

    private WireRequest watched() {
        BodyPublisher body = request.publisher();
        if (body == null || watch == null && observation == null) {
            return request;
        }
        if (observation != null) {
            body = observation.watched(body);
        }
        return request.withBody(watch == null ? body : watch.watched(body));
    }

    private BodySubscriber<T> subscriber(ResponseInfo info) {
        clock.firstByte();
        if (observation != null) {
            observation.headReceived(info.statusCode(), Versions.protocol(info.version()));
        }
        hop.heard(
                info.statusCode(),
                info.headers().allValues("alt-svc"),
                info.headers().firstValue("age").orElse(null));
        WireRequest next = hop.next(
                info.statusCode(), info.headers().firstValue("location").orElse(null), info::headers);
        if (next != null) {
            redirect = next;
            return BodySubscribers.replacing(null);
        }
        flow.headReceived();
        BodySubscriber<T> chosen = Objects.requireNonNull(
                flow.handler.apply(
                        new HeadInfo(info.statusCode(), () -> TcpResponse.fields(info.headers()), info.version())),
                "the body handler gave no subscriber");
        if (observation != null) {
            chosen = observation.watched(chosen);
        }
        return watch == null ? chosen : watch.watched(chosen);
    }

    @Override
    public void answered(HttpResponse<T> response) {
        // The JDK's client is on its common pool here, where a dependent that blocks would hold up every other
        // exchange.
        flow.deliverer.execute(() -> hop.tcpAnswered(response, this));
    }

    @Override
    public void failed(Throwable failure, boolean nothingSent) {
        ended.completeExceptionally(failure);
        if (aborted == null) {
            hop.tcpFailed(failure, nothingSent);
        }
    }

    @Override
    public void over(@Nullable Throwable cause) {
        clock.end();
        broken = cause;
        if (watch != null) {
            watch.end();
        }
        if (cause == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(cause);
        }
        flow.partOver();
    }

    @Nullable
    WireRequest redirect() {
        return redirect;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    /** What ended the response's body early, or null. */
    @Nullable
    Throwable broken() {
        return broken;
    }

    Progress progress() {
        TcpClient.Exchange current = exchange;
        return current == null ? Progress.NONE : current.progress();
    }

    /** Ends it; who waits for the response's body or its end hears of this. */
    void abort(IOException cause) {
        aborted = cause;
        ended.completeExceptionally(cause);
        TcpClient.Exchange current = exchange;
        if (current != null) {
            current.cancel(cause);
        }
    }
}
