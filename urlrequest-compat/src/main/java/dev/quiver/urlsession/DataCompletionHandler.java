package dev.quiver.urlsession;

import org.jspecify.annotations.Nullable;

/** Told once how a data task ended. */
@FunctionalInterface
public interface DataCompletionHandler {
    /**
     * The task has ended. Runs on the session's executor; the handlers of one session run one at a time, in the order
     * in which their tasks ended.
     *
     * @param data the whole body, the handler's own; null exactly when {@code error} is not
     * @param response the head; may be present beside an error, when the body broke off
     * @param error why it failed, or null. A status of 400 or more is no error
     */
    void completed(byte @Nullable [] data, @Nullable HttpUrlResponse response, @Nullable UrlError error);
}
