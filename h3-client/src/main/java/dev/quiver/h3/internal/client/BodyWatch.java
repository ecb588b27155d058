package dev.quiver.h3.internal.client;

import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.internal.exchange.IdleClock;
import dev.quiver.h3.internal.exchange.IdleClock.Turn;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the bodies of one try, over either transport, and tells once when they have stood still for too long. Looks from
 * time to time and not at each byte: it may tell up to a quarter of the limit late, and never early. Safe to use from any
 * thread.
 */
final class BodyWatch {
    private final Timers timers;
    private final long every;
    private final Supplier<Progress> progress;
    private final Runnable expired;

    // Guarded by this.
    private final IdleClock clock;
    private long moved;
    private long delivered;
    private Timers.@Nullable Timer timer;
    private boolean over;

    /**
     * @param progress how many bytes the transport has moved
     * @param expired called at most once, on the timer's thread
     */
    BodyWatch(Duration limit, Timers timers, Supplier<Progress> progress, Runnable expired) {
        this.timers = timers;
        this.clock = new IdleClock(limit.toNanos());
        this.every = Math.max(1, limit.toNanos() / 4);
        this.progress = progress;
        this.expired = expired;
    }

    /** The same publisher, watched. */
    BodyPublisher watched(BodyPublisher publisher) {
        return new WatchedPublisher(this, publisher);
    }

    /** The same subscriber, watched. */
    <T> BodySubscriber<T> watched(BodySubscriber<T> subscriber) {
        return new WatchedSubscriber<>(this, subscriber);
    }

    /** The try is over. */
    synchronized void end() {
        over = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Whose move it is in the request's body. */
    synchronized void upload(Turn turn) {
        clock.upload(turn, System.nanoTime());
        lookLater();
    }

    /** Whose move it is in the response's body. */
    synchronized void download(Turn turn) {
        clock.download(turn, System.nanoTime());
        lookLater();
    }

    /** The subscriber is given this many bytes. */
    synchronized void given(long bytes) {
        delivered += bytes;
        clock.moved(System.nanoTime());
    }

    private void lookLater() {
        if (timer == null && !over && clock.counts()) {
            timer = timers.afterNanos(every, this::look);
        }
    }

    private void look() {
        Progress far = progress.get();
        synchronized (this) {
            timer = null;
            if (over || !clock.counts()) {
                return;
            }
            long now = System.nanoTime();
            long sum = far.requestBytesSent() + far.responseBytesReceived();
            // Bytes that are here and wait for a thread of the executor's are no fault of the peer's.
            if (sum != moved || far.responseBytesReceived() > delivered) {
                moved = sum;
                clock.moved(now);
            }
            long left = clock.left(now);
            if (left > 0) {
                timer = timers.afterNanos(Math.min(left, every), this::look);
                return;
            }
            over = true;
        }
        expired.run();
    }
}
