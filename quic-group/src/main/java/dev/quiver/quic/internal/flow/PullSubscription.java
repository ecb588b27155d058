package dev.quiver.quic.internal.flow;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One subscriber's subscription. Rules are numbered as the Reactive Streams specification 1.0.4 numbers them. */
final class PullSubscription<T> implements Flow.Subscription {
    private static final System.Logger LOG = System.getLogger("dev.quiver.quic");

    private final Pull<T> source;
    private final Turn turn;
    private final AtomicLong demand = new AtomicLong();
    /** Set once: by an end of the source, or by whoever abandons it. */
    private final AtomicBoolean sourceOver = new AtomicBoolean();

    private volatile boolean cancelled;
    private volatile @Nullable Throwable broken;

    // Of the turn only.
    private Flow.@Nullable Subscriber<? super T> subscriber;
    private boolean introduced;
    private @Nullable CompletableFuture<Pull.Item<T>> pending;

    PullSubscription(Pull<T> source, Flow.Subscriber<? super T> subscriber, Executor executor) {
        this.source = source;
        this.subscriber = subscriber;
        this.turn = new Turn(executor, this::step);
    }

    void wake() {
        try {
            turn.wake();
        } catch (RejectedExecutionException e) {
            broken = e;
            turn.here();
        }
    }

    @Override
    public void request(long n) {
        if (cancelled) {
            // §3.6: a step under way, which may have looked before the cancel, finds no demand that came after it.
            return;
        }
        if (n <= 0) {
            // §3.9
            broken = new IllegalArgumentException("request(n) takes a positive n, not " + n + " (rule §3.9)");
        } else {
            // §3.17: no more than Long.MAX_VALUE, which means without bound.
            demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        }
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        abandon();
        wake();
    }

    private void abandon() {
        if (sourceOver.compareAndSet(false, true)) {
            source.abandon();
        }
    }

    private void step() {
        Flow.Subscriber<? super T> to = subscriber;
        if (to == null) {
            return;
        }
        try {
            deliver(to);
        } catch (Throwable e) {
            // §2.13: a subscriber that throws has cancelled.
            LOG.log(System.Logger.Level.WARNING, "a subscriber threw, which counts as a cancel (rule §2.13)", e);
            subscriber = null;
            abandon();
        }
    }

    private void deliver(Flow.Subscriber<? super T> to) {
        if (!introduced) {
            introduced = true;
            to.onSubscribe(this);
        }
        while (true) {
            Throwable reason = broken;
            if (cancelled) {
                // §3.13: the subscriber is forgotten.
                subscriber = null;
                return;
            }
            if (reason != null) {
                subscriber = null;
                abandon();
                to.onError(reason);
                return;
            }
            CompletableFuture<Pull.Item<T>> next = pending;
            if (next == null) {
                next = pull();
                pending = next;
                if (!next.isDone()) {
                    next.whenComplete((item, failure) -> wake());
                }
            }
            if (!next.isDone() || !publish(next, to)) {
                return;
            }
        }
    }

    private CompletableFuture<Pull.Item<T>> pull() {
        try {
            return source.next();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether the item is gone and the next is to be pulled. */
    private boolean publish(CompletableFuture<Pull.Item<T>> done, Flow.Subscriber<? super T> to) {
        Pull.Item<T> item;
        try {
            item = done.join();
        } catch (CompletionException | CancellationException e) {
            subscriber = null;
            sourceOver.set(true);
            to.onError(Causes.of(e));
            return false;
        }
        T value = item.value();
        if (value != null) {
            if (demand.get() == 0) {
                return false;
            }
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
        }
        pending = null;
        if (item.last()) {
            sourceOver.set(true);
        }
        if (value != null) {
            to.onNext(value);
        }
        if (item.last()) {
            subscriber = null;
            if (!cancelled) {
                to.onComplete();
            }
        }
        return !item.last();
    }
}
