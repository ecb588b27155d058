package dev.quiver.urlsession.internal.load;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A body publisher that says how many bytes have gone to the client; demand passes through untouched. */
final class CountingPublisher implements BodyPublisher {
    private final BodyPublisher body;
    private final ClientLoad load;

    CountingPublisher(BodyPublisher body, ClientLoad load) {
        this.body = body;
        this.load = load;
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
                load.sent(bytes.remaining());
                subscriber.onNext(bytes);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                load.sentAll();
                subscriber.onComplete();
            }
        });
    }
}
