package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.exchange.IdleClock.Turn;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Tells a {@link BodyWatch} when a subscriber waits for the peer: it has asked, and is not busy with what it got. */
final class WatchedSubscriber<T> implements BodySubscriber<T>, Flow.Subscription {
    private final BodyWatch watch;
    private final BodySubscriber<T> inner;
    private volatile Flow.@Nullable Subscription upstream;

    // Guarded by the watch.
    private long demand;
    private boolean busy;
    private boolean over;

    WatchedSubscriber(BodyWatch watch, BodySubscriber<T> inner) {
        this.watch = watch;
        this.inner = inner;
    }

    @Override
    public CompletionStage<T> getBody() {
        return inner.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        inner.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        synchronized (watch) {
            demand = demand + Math.max(0, n) < 0 ? Long.MAX_VALUE : demand + Math.max(0, n);
            turn();
        }
        upstream().request(n);
    }

    @Override
    public void cancel() {
        over();
        upstream().cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        long bytes = 0;
        for (ByteBuffer buffer : item) {
            bytes += buffer.remaining();
        }
        synchronized (watch) {
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            busy = true;
            watch.given(bytes);
            turn();
        }
        inner.onNext(item);
        synchronized (watch) {
            busy = false;
            turn();
        }
    }

    private void turn() {
        if (!over) {
            watch.download(busy || demand == 0 ? Turn.CALLER : Turn.PEER);
        }
    }

    private void over() {
        synchronized (watch) {
            over = true;
            watch.download(Turn.NOBODY);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        over();
        inner.onError(thrown);
    }

    @Override
    public void onComplete() {
        over();
        inner.onComplete();
    }

    private Flow.Subscription upstream() {
        Flow.Subscription known = upstream;
        if (known == null) {
            throw new IllegalStateException("not subscribed");
        }
        return known;
    }
}
