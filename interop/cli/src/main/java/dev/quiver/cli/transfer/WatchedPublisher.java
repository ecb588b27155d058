package dev.quiver.cli.transfer;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** A request body whose bytes are counted as the transport takes them; demand passes through untouched. */
final class WatchedPublisher implements BodyPublisher {
    private final BodyPublisher body;
    private final TransferWatcher watcher;
    private final AtomicLong sent = new AtomicLong();

    WatchedPublisher(BodyPublisher body, TransferWatcher watcher) {
        this.body = body;
        this.watcher = watcher;
    }

    /** Whether all that was announced has been handed over; false where nothing was announced. */
    boolean handedOver() {
        return body.contentLength() >= 0 && sent.get() >= body.contentLength();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                int length = bytes.remaining();
                sent.addAndGet(length);
                subscriber.onNext(bytes);
                watcher.uploaded(length);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
