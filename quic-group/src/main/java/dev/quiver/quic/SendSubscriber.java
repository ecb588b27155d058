package dev.quiver.quic;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Sends what a publisher gives, and finishes when the publisher completes. For one subscription; a second one is
 * cancelled.
 *
 * <p>At most two items are asked for ahead of the transport: a peer that does not read stalls the publisher. An item
 * belongs to the stream from {@code onNext} on. When sending fails, the publisher's subscription is cancelled; when the
 * publisher fails, the stream is reset and never finished. A peer's STOP_SENDING is noticed with the next item.
 *
 * @param <T> what is sent
 */
public interface SendSubscriber<T> extends Flow.Subscriber<T> {
    /**
     * How the sending ends.
     *
     * @return completes when all was sent and the end of the stream is with the transport; exceptionally with the
     *     {@link QuicException} that ended the stream, or with the publisher's own failure. Cancelling it has no effect
     */
    CompletableFuture<Void> done();
}
