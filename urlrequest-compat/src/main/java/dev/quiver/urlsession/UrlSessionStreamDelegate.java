package dev.quiver.urlsession;

/** Told of streams, beside what every task tells. See {@link UrlSessionDelegate} for threads. */
public interface UrlSessionStreamDelegate extends UrlSessionTaskDelegate {
    /** There will be nothing more to read: the server ended its side, or the reading was closed here. */
    default void readClosed(UrlSession session, StreamTask task) {
        Fallback.stream(session, this).ifPresent(other -> other.readClosed(session, task));
    }

    /** Nothing more can be written: the writing was closed here. */
    default void writeClosed(UrlSession session, StreamTask task) {
        Fallback.stream(session, this).ifPresent(other -> other.writeClosed(session, task));
    }

    /** {@link StreamTask#captureStreams()} is done: the stream is the captor's and the task over. */
    default void didBecome(UrlSession session, StreamTask task, StreamTask.Captured captured) {
        Fallback.stream(session, this).ifPresent(other -> other.didBecome(session, task, captured));
    }
}
