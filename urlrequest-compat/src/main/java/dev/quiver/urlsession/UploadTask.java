package dev.quiver.urlsession;

import org.jspecify.annotations.Nullable;

/**
 * A {@link DataTask} that sends a body: bytes, a file, a stream or what a publisher gives. Made by {@link
 * UrlSession#uploadTask}. Thread-safe.
 */
public final class UploadTask extends DataTask {
    private final boolean streamed;

    /** @param streamed whether the body comes from a delegate, by {@link UrlSessionTaskDelegate#needNewBodyStream} */
    UploadTask(
            UrlSession session,
            long identifier,
            UrlRequest request,
            @Nullable DataCompletionHandler handler,
            boolean collects,
            boolean streamed) {
        super(session, identifier, request, handler, collects);
        this.streamed = streamed;
    }

    boolean isStreamed() {
        return streamed;
    }
}
