package dev.quiver.h3.internal.tcp;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caller's subscriber under the JDK's client: its bytes are counted, its end is told, and it can be ended from outside,
 * which the JDK's client cannot once its future is complete. {@link #fail} from any thread; the subscriber is called by
 * one at a time.
 */
final class EndableBody<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> inner;
    private final LongConsumer counter;
    private final Consumer<@Nullable Throwable> end;
    private final Executor executor;
    private final Consumer<Throwable> own;

    // Guarded by this.
    private Flow.@Nullable Subscription upstream;
    private @Nullable Throwable failure;
    private boolean busy = true;
    private boolean over;

    /** Whether what its body fails with may be what it was told. */
    private volatile boolean told;

    /**
     * @param end told, once or more, when the subscriber hears nothing more: of null if the body was whole
     * @param executor where a subscriber that is ended from outside hears of it
     * @param own hears what the subscriber itself threw, or failed its body with, before anybody else does
     */
    EndableBody(
            BodySubscriber<T> inner,
            LongConsumer counter,
            Consumer<@Nullable Throwable> end,
            Executor executor,
            Consumer<Throwable> own) {
        this.inner = inner;
        this.counter = counter;
        this.end = end;
        this.executor = executor;
        this.own = own;
    }

    /** Ends the body with this, unless it has ended. */
    void fail(Throwable cause) {
        synchronized (this) {
            if (over || failure != null) {
                return;
            }
            failure = cause;
            if (busy) {
                return;
            }
        }
        try {
            executor.execute(this::failed);
        } catch (RejectedExecutionException shutDown) {
            failed();
        }
    }

    private void failed() {
        Flow.Subscription current;
        Throwable cause;
        synchronized (this) {
            cause = failure;
            if (over || busy || cause == null) {
                return;
            }
            over = true;
            current = upstream;
        }
        if (current != null) {
            current.cancel();
        }
        end.accept(cause);
        told = true;
        inner.onError(cause);
    }

    @Override
    public CompletionStage<T> getBody() {
        return calling(() -> Objects.requireNonNull(inner.getBody(), "the subscriber has no body"))
                .whenComplete((body, thrown) -> {
                    if (thrown != null && !told) {
                        own.accept(TcpErrors.unwrapped(thrown));
                    }
                });
    }

    private <R> R calling(Supplier<R> call) {
        try {
            return call.get();
        } catch (Throwable thrown) {
            own.accept(thrown);
            throw thrown;
        }
    }

    private void calling(Runnable call) {
        calling(() -> {
            call.run();
            return true;
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            upstream = subscription;
        }
        Flow.Subscription shown = new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscription.request(n);
            }

            @Override
            public void cancel() {
                // The JDK's client says nothing more to who has cancelled, or, from Java 25 on, an error at once.
                end.accept(new CancellationException("the response was given up"));
                subscription.cancel();
            }
        };
        calling(() -> inner.onSubscribe(shown));
        idle();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        synchronized (this) {
            if (over || failure != null) {
                return;
            }
            busy = true;
        }
        long bytes = 0;
        for (ByteBuffer buffer : item) {
            bytes += buffer.remaining();
        }
        counter.accept(bytes);
        calling(() -> inner.onNext(item));
        idle();
    }

    private void idle() {
        boolean pending;
        synchronized (this) {
            busy = false;
            pending = failure != null;
        }
        if (pending) {
            failed();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        finish(thrown);
    }

    @Override
    public void onComplete() {
        finish(null);
    }

    private void finish(@Nullable Throwable thrown) {
        Throwable first;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            first = failure != null ? failure : thrown;
        }
        end.accept(first);
        if (first == null) {
            try {
                calling(inner::onComplete);
            } catch (Throwable mistake) {
                // From Java 25 on the JDK's client says this as an error, which would come behind the end.
                told = true;
                inner.onError(mistake);
                throw mistake;
            }
        } else {
            told = true;
            inner.onError(first);
        }
    }
}
