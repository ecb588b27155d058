package dev.quiver.urlsession;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Holds back the demand for a request's body while its task is suspended. Thread-safe. */
final class SuspendGate {
    private boolean closed;
    private Flow.@Nullable Subscription source;
    private long held;

    /** The body, through this gate. */
    BodyPublisher guard(BodyPublisher body) {
        return new BodyPublisher() {
            @Override
            public long contentLength() {
                return body.contentLength();
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                body.subscribe(new Guarded(subscriber));
            }
        };
    }

    synchronized void close() {
        closed = true;
    }

    void open() {
        Flow.Subscription to;
        long let;
        synchronized (this) {
            closed = false;
            to = source;
            let = held;
            held = 0;
        }
        if (to != null && let > 0) {
            to.request(let);
        }
    }

    private void ask(Flow.Subscription from, long n) {
        synchronized (this) {
            source = from;
            if (closed) {
                held = n <= 0 || held + n < 0 ? Long.MAX_VALUE : held + n;
                return;
            }
        }
        from.request(n);
    }

    private final class Guarded implements Flow.Subscriber<ByteBuffer> {
        private final Flow.Subscriber<? super ByteBuffer> to;

        Guarded(Flow.Subscriber<? super ByteBuffer> to) {
            this.to = to;
        }

        @Override
        public void onSubscribe(Flow.Subscription from) {
            to.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    ask(from, n);
                }

                @Override
                public void cancel() {
                    from.cancel();
                }
            });
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            to.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            to.onError(failure);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }
}
