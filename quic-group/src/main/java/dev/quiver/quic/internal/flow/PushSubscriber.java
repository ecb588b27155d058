package dev.quiver.quic.internal.flow;

import dev.quiver.quic.SendSubscriber;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what a publisher gives. A few items are asked for ahead, so that one waits while one is being sent; each item
 * taken asks for one more. What it tells the publisher it tells one at a time, on an executor.
 */
public final class PushSubscriber<T> implements SendSubscriber<T> {
    private static final int AHEAD = 2;

    private final Push<T> target;
    private final Turn turn;
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicLong credit = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private volatile boolean cancel;
    /** Of the turn only. */
    private boolean cancelled;

    /**
     * @param target where items go
     * @param executor where the publisher is asked for more and told to stop
     */
    public PushSubscriber(Push<T> target, Executor executor) {
        this.target = target;
        this.turn = new Turn(Objects.requireNonNull(executor, "executor"), this::step);
    }

    @Override
    public CompletableFuture<Void> done() {
        CompletableFuture<Void> theirs = new CompletableFuture<>();
        done.whenComplete((sent, failure) -> {
            if (failure == null) {
                theirs.complete(null);
            } else {
                theirs.completeExceptionally(failure);
            }
        });
        return theirs;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (subscription.compareAndSet(null, given)) {
            ask(AHEAD);
        } else {
            // §2.5: one subscription at a time.
            given.cancel();
        }
    }

    @Override
    public void onNext(T item) {
        Objects.requireNonNull(item, "item");
        if (over.get()) {
            return;
        }
        target.push(item).whenComplete((sent, failure) -> {
            if (failure != null) {
                fail(Causes.of(failure), true);
            } else {
                ask(1);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        fail(failure, false);
    }

    @Override
    public void onComplete() {
        if (over.compareAndSet(false, true)) {
            target.end().whenComplete((ended, failure) -> {
                if (failure != null) {
                    target.abandon();
                    done.completeExceptionally(Causes.of(failure));
                } else {
                    done.complete(null);
                }
            });
        }
    }

    private void fail(Throwable failure, boolean tellPublisher) {
        if (over.compareAndSet(false, true)) {
            target.abandon();
            if (tellPublisher) {
                cancel = true;
                wake();
            }
        } else if (!tellPublisher) {
            return;
        }
        done.completeExceptionally(failure);
    }

    private void ask(long items) {
        credit.addAndGet(items);
        wake();
    }

    private void wake() {
        try {
            turn.wake();
        } catch (RejectedExecutionException e) {
            if (over.compareAndSet(false, true)) {
                target.abandon();
                done.completeExceptionally(e);
            }
            cancel = true;
            turn.here();
        }
    }

    private void step() {
        Flow.Subscription to = subscription.get();
        if (to == null || cancelled) {
            return;
        }
        if (cancel) {
            cancelled = true;
            to.cancel();
            return;
        }
        long items = credit.getAndSet(0);
        if (items > 0 && !over.get()) {
            to.request(items);
        }
    }
}
