package dev.quiver.h3.internal.body;

import dev.quiver.h3.internal.message.FieldLines;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request's body from its publisher to the event loop. The publisher is subscribed to, and asked for more, on an
 * executor where it may block; what it publishes waits here, bounded by how much is asked for, until the event loop
 * {@linkplain #poll takes} it and reports it {@linkplain #written written}. Trailers are asked for when the publisher has
 * completed, and the body has not ended before they are known.
 */
public final class RequestPump implements Flow.Subscriber<ByteBuffer> {
    /** How much is asked for ahead of what was written, once the size of a publisher's buffers is known. */
    static final int AHEAD_BYTES = 512 << 10;

    private static final int AHEAD_BUFFERS = 32;

    private final BodyPublisher publisher;
    private final long declared;
    private final @Nullable Supplier<FieldLines> trailers;
    private final Executor executor;
    private final Runnable wake;

    private final ArrayDeque<ByteBuffer> ready = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private long published;
    private int largest = 1;
    private int outstanding;
    private long unwritten;
    private @Nullable FieldLines section;
    private boolean asking;
    private boolean ended;
    private boolean completed;
    private boolean cancelled;
    private @Nullable UploadFailure failure;

    /**
     * @param trailers what follows the body, or null; run on the executor
     * @param executor where the publisher runs
     * @param wake called, on any thread, when there is something new to {@link #poll}
     */
    public RequestPump(
            BodyPublisher publisher, @Nullable Supplier<FieldLines> trailers, Executor executor, Runnable wake) {
        this.publisher = publisher;
        this.declared = publisher.contentLength();
        this.trailers = trailers;
        this.executor = executor;
        this.wake = wake;
    }

    /** Subscribes. Once only. */
    public void start() {
        run(() -> {
            try {
                publisher.subscribe(this);
            } catch (Throwable thrown) {
                fail(new UploadFailure("the request body's publisher threw " + thrown, thrown));
            }
        });
    }

    /** The next piece, the caller's from now on, or null. */
    public synchronized @Nullable ByteBuffer poll() {
        return ready.poll();
    }

    /** Whether the body is whole and every piece of it was taken. */
    public synchronized boolean exhausted() {
        return completed && ready.isEmpty();
    }

    /** What follows the body, once it is {@linkplain #exhausted exhausted}; null for nothing. */
    public synchronized @Nullable FieldLines trailers() {
        return section;
    }

    /** What went wrong, or null. */
    public synchronized @Nullable UploadFailure failure() {
        return failure;
    }

    /** This many bytes are the transport's now: more may be asked for. */
    public void written(int bytes) {
        synchronized (this) {
            unwritten -= bytes;
        }
        askForMore();
    }

    /** Wants no more. */
    public void cancel() {
        Flow.Subscription current;
        synchronized (this) {
            if (cancelled || completed || failure != null) {
                return;
            }
            cancelled = true;
            ready.clear();
            current = subscription;
        }
        if (current != null) {
            run(() -> cancel(current));
        }
    }

    private static void cancel(Flow.Subscription subscription) {
        try {
            subscription.cancel();
        } catch (RuntimeException ignored) {
            // Nothing more is wanted of it.
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        Objects.requireNonNull(newSubscription, "subscription");
        boolean unwanted;
        synchronized (this) {
            unwanted = cancelled || subscription != null;
            if (!unwanted) {
                subscription = newSubscription;
            }
        }
        if (unwanted) {
            cancel(newSubscription);
        } else {
            askForMore(false);
        }
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        int bytes = buffer.remaining();
        synchronized (this) {
            outstanding--;
            if (cancelled || ended || failure != null) {
                return;
            }
            published += bytes;
            if (declared < 0 || published <= declared) {
                largest = Math.max(largest, bytes);
                unwritten += bytes;
                if (bytes > 0) {
                    ready.add(buffer);
                }
            }
        }
        if (declared >= 0 && published > declared) {
            fail(new UploadFailure("Too many bytes in request body. Expected: " + declared + ", got: " + published));
            return;
        }
        if (bytes > 0) {
            wake.run();
        } else {
            askForMore();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        Objects.requireNonNull(thrown, "thrown");
        over();
        fail(new UploadFailure("the request body's publisher failed: " + thrown, thrown));
    }

    @Override
    public void onComplete() {
        over();
        boolean whole;
        synchronized (this) {
            if (cancelled || failure != null || ended) {
                return;
            }
            ended = true;
            whole = declared < 0 || published == declared;
            completed = whole && trailers == null;
        }
        if (whole && trailers != null) {
            run(() -> askForTrailers(trailers));
        } else if (whole) {
            wake.run();
        } else {
            fail(new UploadFailure("Too few bytes returned by the publisher (" + published + "/" + declared + ")"));
        }
    }

    private void askForTrailers(Supplier<FieldLines> supplier) {
        synchronized (this) {
            if (cancelled || failure != null) {
                return;
            }
        }
        FieldLines made;
        try {
            made = supplier.get();
        } catch (Throwable thrown) {
            fail(new UploadFailure("the request's trailers could not be had: " + thrown, thrown));
            return;
        }
        synchronized (this) {
            if (cancelled || failure != null) {
                return;
            }
            section = made.size() == 0 ? null : made;
            completed = true;
        }
        wake.run();
    }

    /** The publisher has ended: nothing more may be asked of its subscription (Reactive Streams, rule 2.3). */
    private synchronized void over() {
        subscription = null;
    }

    private void fail(UploadFailure cause) {
        Flow.Subscription current;
        synchronized (this) {
            if (cancelled || completed || failure != null) {
                return;
            }
            failure = cause;
            ready.clear();
            current = subscription;
        }
        if (current != null) {
            cancel(current);
        }
        wake.run();
    }

    private void askForMore() {
        askForMore(true);
    }

    /** Asks on the executor, where the publisher may block, or here when this is a call of the publisher's. */
    private void askForMore(boolean elsewhere) {
        synchronized (this) {
            if (asking || wanted() == 0) {
                return;
            }
            asking = true;
        }
        if (elsewhere) {
            run(this::ask);
        } else {
            ask();
        }
    }

    private void ask() {
        while (true) {
            int count;
            Flow.Subscription current;
            synchronized (this) {
                count = wanted();
                current = subscription;
                if (count == 0 || current == null) {
                    asking = false;
                    return;
                }
                outstanding += count;
            }
            try {
                current.request(count);
            } catch (Throwable thrown) {
                fail(new UploadFailure("the request body's publisher threw " + thrown, thrown));
            }
        }
    }

    /** How many buffers to ask for: none until half of what may be ahead was written, so that asking is rare. */
    private int wanted() {
        if (subscription == null || completed || cancelled || failure != null) {
            return 0;
        }
        if (published == 0) {
            return outstanding == 0 ? 1 : 0;
        }
        int most = Math.max(1, Math.min(AHEAD_BUFFERS, AHEAD_BYTES / largest));
        int ahead = outstanding + (int) Math.min(AHEAD_BUFFERS, (unwritten + largest - 1) / largest);
        return ahead <= most / 2 ? most - ahead : 0;
    }

    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException refused) {
            fail(new UploadFailure("the client's executor refused to run the request body's publisher", refused));
        }
    }
}
