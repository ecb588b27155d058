package dev.quiver.h3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Collects a body, one list of buffers at a time. */
final class Collector implements Flow.Subscriber<List<ByteBuffer>> {
    final CompletableFuture<byte[]> result = new CompletableFuture<>();
    final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final boolean byItself;
    volatile long received;

    Collector() {
        this(true);
    }

    /** @param byItself whether it asks for more by itself */
    Collector(boolean byItself) {
        this.byItself = byItself;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscribed.complete(subscription);
        if (byItself) {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        for (ByteBuffer buffer : item) {
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
            received += part.length;
        }
        if (byItself) {
            subscribed.join().request(1);
        }
    }

    @Override
    public void onError(Throwable throwable) {
        result.completeExceptionally(throwable);
    }

    @Override
    public void onComplete() {
        result.complete(bytes.toByteArray());
    }
}
