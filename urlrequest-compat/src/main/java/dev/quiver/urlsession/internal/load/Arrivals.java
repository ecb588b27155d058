package dev.quiver.urlsession.internal.load;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The response's body as the client gives it: asked for one batch at a time, so that what waits here is one batch. */
final class Arrivals implements BodySubscriber<Void> {
    private final ClientLoad load;
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;
    private boolean wanted;

    Arrivals(ClientLoad load) {
        this.load = load;
    }

    /** Done at once: the response is told as soon as its head has come. */
    @Override
    public CompletionStage<Void> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean ask;
        boolean refuse;
        synchronized (this) {
            refuse = cancelled || subscription != null;
            ask = wanted && !refuse;
            if (!refuse) {
                subscription = given;
            }
        }
        if (refuse) {
            given.cancel();
        } else if (ask) {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        load.came(buffers);
    }

    @Override
    public void onError(Throwable failure) {
        load.bodyEnded(failure);
    }

    @Override
    public void onComplete() {
        load.bodyEnded(null);
    }

    void askForMore() {
        Flow.Subscription source;
        synchronized (this) {
            wanted = true;
            source = subscription;
        }
        if (source != null) {
            source.request(1);
        }
    }

    void cancel() {
        Flow.Subscription source;
        synchronized (this) {
            cancelled = true;
            source = subscription;
        }
        if (source != null) {
            source.cancel();
        }
    }
}
