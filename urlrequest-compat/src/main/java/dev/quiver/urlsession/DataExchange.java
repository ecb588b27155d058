package dev.quiver.urlsession;

import dev.quiver.urlsession.TaskTimeouts.Action;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a task: starts it on the session's client, watches its clocks and reports its end once. The client's
 * threads and the clock's meet in {@link #lock}; nothing of the caller's runs under it.
 */
final class DataExchange {
    private final UrlSession session;
    private final UrlRequest request;
    private final BiConsumer<@Nullable UrlData, @Nullable UrlError> onEnd;
    private final ExchangeCounts counts = new ExchangeCounts(this::moved);
    private final Object lock = new Object();

    private @Nullable TaskTimeouts timeouts;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable CompletableFuture<?> underWay;
    private boolean ended;

    DataExchange(UrlSession session, UrlRequest request, BiConsumer<@Nullable UrlData, @Nullable UrlError> onEnd) {
        this.session = session;
        this.request = request;
        this.onEnd = onEnd;
    }

    ExchangeCounts counts() {
        return counts;
    }

    void start() {
        UrlSessionConfiguration configuration = session.configuration();
        synchronized (lock) {
            if (ended) {
                return;
            }
            timeouts = new TaskTimeouts(
                    request.timeoutInterval().orElse(configuration.timeoutIntervalForRequest()),
                    configuration.timeoutIntervalForResource(),
                    System.nanoTime());
        }
        watch();
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            exchange = session.client().sendAsync(httpRequest(configuration), this::collect);
        } catch (RuntimeException refused) {
            end(null, ErrorTable.refused(refused, request));
            return;
        }
        boolean late;
        synchronized (lock) {
            underWay = exchange;
            late = ended;
        }
        if (late) {
            exchange.cancel(true);
        }
        exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                end(null, ErrorTable.of(failure, request, counts.progress()));
            } else {
                HttpUrlResponse head = new HttpUrlResponse(response.uri(), response.statusCode(), response.headers());
                counts.head(head);
                end(new UrlData(response.body(), head), null);
            }
        });
    }

    void cancel() {
        end(null, ErrorTable.cancelled(request, counts.progress()));
    }

    private HttpRequest httpRequest(UrlSessionConfiguration configuration) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.url());
        builder.method(
                request.httpMethod(),
                request.httpBody()
                        .<HttpRequest.BodyPublisher>map(body -> new CountingPublisher(body, counts))
                        .orElseGet(BodyPublishers::noBody));
        configuration.httpAdditionalHeaders().forEach((name, value) -> {
            if (request.headers().firstValue(name).isEmpty()) {
                builder.header(name, value);
            }
        });
        request.headers().map().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    private HttpResponse.BodySubscriber<byte[]> collect(HttpResponse.ResponseInfo head) {
        counts.head(new HttpUrlResponse(request.url(), head.statusCode(), head.headers()));
        return new CollectingSubscriber(counts);
    }

    private void moved() {
        synchronized (lock) {
            if (timeouts != null) {
                timeouts.progress(System.nanoTime());
            }
        }
    }

    /** Asks the clocks what to do, and does it. */
    private void watch() {
        String expired = null;
        synchronized (lock) {
            if (ended || timeouts == null) {
                return;
            }
            Action action = timeouts.at(System.nanoTime());
            if (action instanceof Action.Wait wait) {
                alarm = session.clock().schedule(this::watch, wait.nanos(), TimeUnit.NANOSECONDS);
            } else if (action instanceof Action.Expire expire) {
                expired = expire.reason();
            }
        }
        if (expired != null) {
            end(null, ErrorTable.timedOut(request, expired, counts.progress()));
        }
    }

    private void end(@Nullable UrlData data, @Nullable UrlError error) {
        CompletableFuture<?> abandoned;
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            abandoned = underWay;
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        if (abandoned != null && error != null) {
            abandoned.cancel(true);
        }
        onEnd.accept(data, error);
    }
}
