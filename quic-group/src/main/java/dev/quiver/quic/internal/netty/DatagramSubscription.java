package dev.quiver.quic.internal.netty;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One subscriber's view of the inbox. Its calls come on the callback executor, one at a time (Flow §1.3). */
final class DatagramSubscription implements Flow.Subscription, DatagramInbox.Receiver {
    private final DatagramInbox inbox;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private long wanted;
    private boolean started;
    private boolean over;

    DatagramSubscription(DatagramInbox inbox, Flow.Subscriber<? super ByteBuffer> subscriber) {
        this.inbox = inbox;
        this.subscriber = subscriber;
    }

    /** On the callback executor. */
    void start() {
        subscriber.onSubscribe(this);
        synchronized (this) {
            started = true;
            if (!over) {
                inbox.receiver(this, wanted);
            }
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            inbox.cancel(this);
            end(new IllegalArgumentException("a subscriber asks for at least one datagram, not " + n));
            return;
        }
        synchronized (this) {
            if (!started) {
                wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
                return;
            }
        }
        inbox.request(this, n);
    }

    @Override
    public void cancel() {
        inbox.cancel(this);
        finish();
    }

    @Override
    public void next(ByteBuffer datagram) {
        subscriber.onNext(datagram);
    }

    @Override
    public void end(@Nullable Throwable failure) {
        if (!finish()) {
            return;
        }
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    /** Whether this call ended it. */
    private synchronized boolean finish() {
        boolean first = !over;
        over = true;
        return first;
    }
}
