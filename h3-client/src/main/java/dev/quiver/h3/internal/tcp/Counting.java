package dev.quiver.h3.internal.tcp;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** Bodies that are counted as they pass. */
final class Counting {
    private Counting() {}

    /** A publisher whose bytes are counted as they are handed over. */
    record Publisher(BodyPublisher inner, LongConsumer counter) implements BodyPublisher {
        @Override
        public long contentLength() {
            return inner.contentLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            inner.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscriber.onSubscribe(subscription);
                }

                @Override
                public void onNext(ByteBuffer item) {
                    counter.accept(item.remaining());
                    subscriber.onNext(item);
                }

                @Override
                public void onError(Throwable throwable) {
                    subscriber.onError(throwable);
                }

                @Override
                public void onComplete() {
                    subscriber.onComplete();
                }
            });
        }
    }

    /** A subscriber whose bytes are counted, and whose end is told. */
    record Subscriber<T>(BodySubscriber<T> inner, LongConsumer counter, Runnable end) implements BodySubscriber<T> {
        @Override
        public CompletionStage<T> getBody() {
            return inner.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            inner.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            long bytes = 0;
            for (ByteBuffer buffer : item) {
                bytes += buffer.remaining();
            }
            counter.accept(bytes);
            inner.onNext(item);
        }

        @Override
        public void onError(Throwable throwable) {
            end.run();
            inner.onError(throwable);
        }

        @Override
        public void onComplete() {
            end.run();
            inner.onComplete();
        }
    }
}
