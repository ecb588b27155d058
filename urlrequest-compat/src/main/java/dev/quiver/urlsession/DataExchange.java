package dev.quiver.urlsession;

import dev.quiver.urlsession.TaskTimeouts.Action;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadFailure;
import dev.quiver.urlsession.internal.load.LoadHead;
import dev.quiver.urlsession.internal.load.LoadListener;
import dev.quiver.urlsession.internal.load.LoadRequest;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a task: starts its load, watches its clocks and reports its end once. The load's threads and the
 * clock's meet in {@link #lock}; nothing of the caller's runs under it.
 */
final class DataExchange implements LoadListener {
    private final UrlSession session;
    private final UrlRequest request;
    private final BiConsumer<@Nullable UrlData, @Nullable UrlError> onEnd;
    private final ExchangeCounts counts = new ExchangeCounts(this::moved);
    private final BodyCollector body = new BodyCollector(BodyCollector.LONGEST);
    private final Object lock = new Object();

    private @Nullable TaskTimeouts timeouts;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable Load underWay;
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
        Load load = session.loader().start(loadRequest(configuration), this);
        boolean late;
        synchronized (lock) {
            underWay = load;
            late = ended;
        }
        if (late) {
            load.cancel();
        } else {
            load.request(Long.MAX_VALUE);
        }
    }

    void cancel() {
        end(null, ErrorTable.cancelled(request, counts.progress()));
    }

    @Override
    public void sent(long bodyBytesSent) {
        counts.sent(bodyBytesSent);
    }

    @Override
    public void informational(int status, HttpHeaders fields) {
        moved();
    }

    @Override
    public void head(LoadHead head) {
        counts.head(new HttpUrlResponse(head.uri(), head.status(), head.fields()));
    }

    @Override
    public void data(ByteBuffer buffer) {
        int length = buffer.remaining();
        try {
            body.add(buffer);
            counts.received(length);
        } catch (BodyCollector.TooLongException tooLong) {
            end(null, ErrorTable.of(tooLong, request, counts.progress()));
        }
    }

    @Override
    public void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics) {
        HttpUrlResponse head = counts.head();
        if (head == null) {
            throw new IllegalStateException("a load that is done had a head");
        }
        end(new UrlData(body.bytes(), head), null);
    }

    @Override
    public void failed(LoadFailure failure, TransactionMetrics metrics) {
        end(null, ErrorTable.of(failure.cause(), request, failure.progress().orFarther(counts.progress())));
    }

    private LoadRequest loadRequest(UrlSessionConfiguration configuration) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        configuration.httpAdditionalHeaders().forEach((name, value) -> fields.put(name, List.of(value)));
        fields.putAll(request.headers().map());
        return new LoadRequest(
                request.url(),
                request.httpMethod(),
                HttpHeaders.of(fields, (name, value) -> true),
                request.httpBody().isEmpty() ? null : request.httpBody()::orElseThrow,
                CachePolicy.USE_PROTOCOL_CACHE_POLICY,
                null);
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
        Load abandoned;
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
            abandoned.cancel();
        }
        onEnd.accept(data, error);
    }
}
