package dev.quiver.urlsession;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects a whole body, counting as it comes; a body that no array can hold fails instead of running out of memory. */
final class CollectingSubscriber implements BodySubscriber<byte[]> {
    /** The longest array that JVMs grant. */
    static final long LONGEST = Integer.MAX_VALUE - 8L;

    private final ExchangeCounts counts;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    CollectingSubscriber(ExchangeCounts counts) {
        this.counts = counts;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (this.subscription != null) {
            subscription.cancel();
            return;
        }
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        Flow.Subscription source = subscription;
        if (source == null || body.isDone()) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            if (collected.size() + (long) length > LONGEST) {
                source.cancel();
                body.completeExceptionally(new TooLongException());
                return;
            }
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            collected.writeBytes(bytes);
            counts.received(length);
        }
        source.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }

    /** The body outgrew what one array can hold. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("the body is longer than a data task can hold (" + LONGEST + " bytes)");
        }
    }
}
