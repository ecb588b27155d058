package dev.quiver.h3.internal.observe;

import dev.quiver.h3.ExchangeEvent;
import dev.quiver.h3.ExchangeListener;
import dev.quiver.h3.ExchangeMetrics;
import dev.quiver.h3.ObservedExchange;
import dev.quiver.h3.Protocol;
import dev.quiver.h3.Route;
import dev.quiver.h3.internal.body.CountedPublisher;
import dev.quiver.h3.internal.jfr.ExchangeRecord;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that somebody watches. Takes what happens on any thread, and tells it in order on the executor. Nothing
 * comes after the end. Safe to use from any thread.
 */
public final class Observation {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final @Nullable ExchangeRecord recording;
    private final List<ExchangeListener> listeners;
    private final Executor executor;
    private final ObservedExchange exchange;
    private final long startedAt;

    // Guarded by this.
    private final Deque<ExchangeEvent> waiting = new ArrayDeque<>();
    private boolean telling;
    private boolean over;
    private boolean resolvedTold;
    private boolean handshakeTold;
    private @Nullable Integer status;
    private @Nullable Protocol protocol;

    private Observation(
            @Nullable ExchangeRecord recording,
            List<ExchangeListener> listeners,
            Executor executor,
            ObservedExchange exchange) {
        this.recording = recording;
        this.listeners = listeners;
        this.executor = executor;
        this.exchange = exchange;
        this.startedAt = System.nanoTime();
    }

    /** Begins, if anybody wants to know; else null: then nothing is to be told. */
    public static @Nullable Observation begin(
            Listeners all, @Nullable ExchangeListener own, ObservedExchange.Kind kind, HttpRequest request) {
        List<ExchangeListener> listeners = all.with(own);
        ExchangeRecord recording = ExchangeRecord.begin();
        if (listeners.isEmpty() && recording == null) {
            return null;
        }
        Observation begun = new Observation(
                recording,
                listeners,
                all.executor(),
                new ObservedExchange(NUMBERS.incrementAndGet(), kind, request, Instant.now()));
        begun.tell(ExchangeEvent.Started::new);
        return begun;
    }

    /** @param event made under the lock, with the time; null for nothing */
    private void tell(Function<Duration, @Nullable ExchangeEvent> event) {
        synchronized (this) {
            if (over) {
                return;
            }
            ExchangeEvent happened = event.apply(Duration.ofNanos(System.nanoTime() - startedAt));
            if (happened == null) {
                return;
            }
            if (recording != null) {
                recording.happened(exchange, happened);
            }
            if (listeners.isEmpty()) {
                return;
            }
            waiting.add(happened);
            if (telling) {
                return;
            }
            telling = true;
        }
        executor.execute(this::deliver);
    }

    private void deliver() {
        while (true) {
            ExchangeEvent next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            for (ExchangeListener listener : listeners) {
                listener.happened(exchange, next);
            }
        }
    }

    // ---- what happens

    public void tryStarted(Route.Via via) {
        tell(at -> new ExchangeEvent.TryStarted(at, via));
    }

    public void trySettled(Route.Attempt attempt) {
        tell(at -> new ExchangeEvent.TrySettled(at, attempt));
    }

    public void resolved(List<InetAddress> addresses) {
        tell(at -> {
            resolvedTold = true;
            return new ExchangeEvent.Resolved(at, addresses);
        });
    }

    public void handshakeStarted() {
        tell(at -> {
            handshakeTold = true;
            return new ExchangeEvent.HandshakeStarted(at);
        });
    }

    /** Steps before it that have not come yet, on a busy executor, come now. */
    public void connected(HandshakeReport report) {
        HandshakeEvent.Resolved resolved = report.event(HandshakeEvent.Resolved.class);
        if (resolved != null) {
            tell(at -> resolvedTold ? null : new ExchangeEvent.Resolved(at, resolved.addresses()));
        }
        tell(at -> handshakeTold ? null : new ExchangeEvent.HandshakeStarted(at));
        tell(at -> {
            resolvedTold = false;
            handshakeTold = false;
            return new ExchangeEvent.Connected(at, report);
        });
    }

    public void headSent() {
        tell(at -> new ExchangeEvent.HeadSent(at, Route.Via.QUIC));
    }

    public void headReceived(int finalStatus, Protocol by) {
        tell(at -> {
            status = finalStatus;
            protocol = by;
            return new ExchangeEvent.HeadReceived(at, finalStatus, by);
        });
    }

    public void retried(Throwable cause) {
        goesOn(at -> new ExchangeEvent.Retried(at, cause));
    }

    public void challenged(int by) {
        goesOn(at -> new ExchangeEvent.Challenged(at, by));
    }

    public void redirected(int by, URI to) {
        goesOn(at -> new ExchangeEvent.Redirected(at, by, to));
    }

    /** What was answered before is not the exchange's answer. */
    private void goesOn(Function<Duration, ExchangeEvent> event) {
        tell(at -> {
            status = null;
            protocol = null;
            return event.apply(at);
        });
    }

    /** The same publisher; what it gives is told. */
    public BodyPublisher watched(BodyPublisher publisher) {
        return listeners.isEmpty()
                ? publisher
                : new CountedPublisher(publisher, bytes -> tell(at -> new ExchangeEvent.BodySent(at, bytes)));
    }

    /** The same subscriber; what it is given is told. */
    public <T> BodySubscriber<T> watched(BodySubscriber<T> subscriber) {
        return listeners.isEmpty()
                ? subscriber
                : new ToldSubscriber<>(subscriber, bytes -> tell(at -> new ExchangeEvent.BodyReceived(at, bytes)));
    }

    /**
     * All is over.
     *
     * @param failure why there is no whole response, or null
     */
    public void ended(ExchangeMetrics metrics, Route route, @Nullable Throwable failure) {
        tell(at -> {
            over = true;
            return new ExchangeEvent.Ended(at, status, protocol, metrics, route, failure);
        });
    }
}
