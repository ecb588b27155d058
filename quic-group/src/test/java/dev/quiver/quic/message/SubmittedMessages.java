package dev.quiver.quic.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;

/** Publishes texts, each as it is requested, on the requesting thread. */
record SubmittedMessages(List<String> texts) implements Flow.Publisher<ByteBuffer> {
    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Iterator<String> left = texts.iterator();
        subscriber.onSubscribe(new Flow.Subscription() {
            private long demand;
            private boolean running;

            @Override
            public void request(long n) {
                demand += n;
                if (running) {
                    return;
                }
                running = true;
                for (; demand > 0 && left.hasNext(); demand--) {
                    subscriber.onNext(ByteBuffer.wrap(left.next().getBytes(UTF_8)));
                }
                running = false;
                if (!left.hasNext() && demand > 0) {
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });
    }

    /** Asks for one at a time and keeps what comes. */
    static final class Collected implements Flow.Subscriber<ByteBuffer> {
        final List<String> texts = new ArrayList<>();
        boolean complete;
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(ByteBuffer item) {
            texts.add(UTF_8.decode(item).toString());
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }
}
