package dev.quiver.urlsession;

import dev.quiver.quic.QuicException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** From what a QUIC connection failed of to what a stream task says. */
final class StreamErrors {
    private StreamErrors() {}

    static UrlError of(Throwable failure, StreamTask task) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof QuicException quic) {
                return error(code(quic.kind()), String.valueOf(quic.getMessage()), task, quic);
            }
        }
        return ErrorTable.of(failure, task.originalRequest(), task.counts().progress());
    }

    static UrlError error(UrlErrorCode code, String message, StreamTask task, @Nullable Throwable cause) {
        URI url = task.originalRequest().url();
        return new UrlError(code, url, message, task.counts().progress(), false, true, null, cause);
    }

    private static UrlErrorCode code(QuicException.Kind kind) {
        return switch (kind) {
            case HOST_NOT_FOUND -> UrlErrorCode.CANNOT_FIND_HOST;
            case PORT_CLOSED -> UrlErrorCode.CANNOT_CONNECT_TO_HOST;
            case NO_ANSWER, TIMEOUT -> UrlErrorCode.TIMED_OUT;
            case NO_COMMON_VERSION, NO_COMMON_ALPN, TLS_ALERT -> UrlErrorCode.SECURE_CONNECTION_FAILED;
            case CERTIFICATE_REJECTED -> UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED;
            case CLIENT_CERTIFICATE_WANTED -> UrlErrorCode.CLIENT_CERTIFICATE_REQUIRED;
            case CLOSED_BY_PEER, STREAM_RESET, IO -> UrlErrorCode.NETWORK_CONNECTION_LOST;
            case CANCELLED -> UrlErrorCode.CANCELLED;
        };
    }
}
