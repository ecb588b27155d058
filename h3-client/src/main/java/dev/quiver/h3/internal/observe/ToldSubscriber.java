package dev.quiver.h3.internal.observe;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** A response body's subscriber; says how many bytes it is given. */
record ToldSubscriber<T>(BodySubscriber<T> inner, LongConsumer given) implements BodySubscriber<T> {
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
        given.accept(bytes);
        inner.onNext(item);
    }

    @Override
    public void onError(Throwable thrown) {
        inner.onError(thrown);
    }

    @Override
    public void onComplete() {
        inner.onComplete();
    }
}
