package dev.quiver.h3.internal.client;

import dev.quiver.h3.internal.exchange.IdleClock.Turn;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Tells a {@link BodyWatch} when a publisher waits for the peer: what it gave is not taken, and no more is asked for. */
record WatchedPublisher(BodyWatch watch, BodyPublisher inner) implements BodyPublisher {
    @Override
    public long contentLength() {
        return inner.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> transport) {
        inner.subscribe(new Taker(watch, transport));
    }

    private static final class Taker implements Flow.Subscriber<ByteBuffer> {
        private final BodyWatch watch;
        private final Flow.Subscriber<? super ByteBuffer> transport;

        // Guarded by the watch.
        private long demand;
        private boolean over;

        Taker(BodyWatch watch, Flow.Subscriber<? super ByteBuffer> transport) {
            this.watch = watch;
            this.transport = transport;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            transport.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    synchronized (watch) {
                        demand = demand + Math.max(0, n) < 0 ? Long.MAX_VALUE : demand + Math.max(0, n);
                        turn();
                    }
                    subscription.request(n);
                }

                @Override
                public void cancel() {
                    over();
                    subscription.cancel();
                }
            });
        }

        private void turn() {
            if (!over) {
                watch.upload(demand > 0 ? Turn.CALLER : Turn.PEER);
            }
        }

        private void over() {
            synchronized (watch) {
                over = true;
                watch.upload(Turn.NOBODY);
            }
        }

        @Override
        public void onNext(ByteBuffer item) {
            synchronized (watch) {
                demand -= demand == Long.MAX_VALUE || demand == 0 ? 0 : 1;
                turn();
            }
            transport.onNext(item);
        }

        @Override
        public void onError(Throwable thrown) {
            over();
            transport.onError(thrown);
        }

        @Override
        public void onComplete() {
            over();
            transport.onComplete();
        }
    }
}
