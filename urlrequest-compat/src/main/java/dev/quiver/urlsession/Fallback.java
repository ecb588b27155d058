package dev.quiver.urlsession;

import java.util.Optional;

/** Where a call goes on that a task's own delegate does not override: to the session's, unless that is the same. */
final class Fallback {
    private Fallback() {}

    static Optional<UrlSessionTaskDelegate> of(UrlSession session, UrlSessionTaskDelegate from) {
        return session.delegate()
                .filter(other -> other != from && other instanceof UrlSessionTaskDelegate)
                .map(UrlSessionTaskDelegate.class::cast);
    }

    static Optional<UrlSessionDownloadDelegate> download(UrlSession session, UrlSessionTaskDelegate from) {
        return of(session, from)
                .filter(UrlSessionDownloadDelegate.class::isInstance)
                .map(UrlSessionDownloadDelegate.class::cast);
    }

    static Optional<UrlSessionWebSocketDelegate> webSocket(UrlSession session, UrlSessionTaskDelegate from) {
        return of(session, from)
                .filter(UrlSessionWebSocketDelegate.class::isInstance)
                .map(UrlSessionWebSocketDelegate.class::cast);
    }

    static Optional<UrlSessionStreamDelegate> stream(UrlSession session, UrlSessionTaskDelegate from) {
        return of(session, from)
                .filter(UrlSessionStreamDelegate.class::isInstance)
                .map(UrlSessionStreamDelegate.class::cast);
    }

    static Optional<UrlSessionDataDelegate> data(UrlSession session, UrlSessionTaskDelegate from) {
        return of(session, from)
                .filter(UrlSessionDataDelegate.class::isInstance)
                .map(UrlSessionDataDelegate.class::cast);
    }
}
