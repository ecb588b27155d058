package dev.quiver.quic.internal.flow;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Publishes what is pulled, for one subscriber. Items are published as they are demanded; one is pulled ahead, so that
 * an end or a failure is told without demand. Signals run on an executor, one at a time.
 */
public final class PullPublisher<T> implements Flow.Publisher<T> {
    private final Supplier<Pull<T>> source;
    private final Executor executor;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * @param source gives what to pull from, once, to the one subscriber
     * @param executor where all signals run
     */
    public PullPublisher(Supplier<Pull<T>> source, Executor executor) {
        this.source = source;
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (taken.compareAndSet(false, true)) {
            new PullSubscription<>(source.get(), subscriber, executor).wake();
        } else {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(new IllegalStateException("a stream's bytes come once: it has its subscriber already"));
        }
    }
}
