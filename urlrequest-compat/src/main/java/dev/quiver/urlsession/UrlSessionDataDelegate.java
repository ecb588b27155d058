package dev.quiver.urlsession;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Told of responses and their bodies, for data and upload tasks without a completion handler. See
 * {@link UrlSessionDelegate} for threads.
 */
public interface UrlSessionDataDelegate extends UrlSessionTaskDelegate {
    /**
     * The response has begun; its body waits for the answer. The default goes on.
     *
     * <p>Called once more for each part of {@code multipart/mixed} and {@code multipart/x-mixed-replace} content (RFC 2046
     * §5.1), with the fields of the part: what {@link #didReceiveData} brings then belongs to it.
     */
    default CompletionStage<ResponseDisposition> didReceiveResponse(
            UrlSession session, DataTask task, HttpUrlResponse response) {
        return Fallback.data(session, this)
                .map(other -> other.didReceiveResponse(session, task, response))
                .orElseGet(() -> CompletableFuture.completedFuture(ResponseDisposition.ALLOW));
    }

    /**
     * The response has come whole and is to be cached. Not asked where it is not cacheable or came from the cache. The
     * default agrees.
     *
     * @param proposed what would be stored
     * @return what to store: that, a changed copy, or empty for nothing
     */
    default CompletionStage<Optional<CachedUrlResponse>> willCacheResponse(
            UrlSession session, DataTask task, CachedUrlResponse proposed) {
        return Fallback.data(session, this)
                .map(other -> other.willCacheResponse(session, task, proposed))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.of(proposed)));
    }

    /**
     * A piece of the body came. The next ones are read from the network as these return.
     *
     * @param data read-only, the delegate's to keep
     */
    default void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
        Fallback.data(session, this).ifPresent(other -> other.didReceiveData(session, task, data));
    }
}
