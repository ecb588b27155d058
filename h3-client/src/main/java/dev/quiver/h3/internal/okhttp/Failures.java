package dev.quiver.h3.internal.okhttp;

import dev.quiver.h3.H3Exception;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Failures of exchanges as OkHttp's callers know them; the cause of each is what the HTTP client said. */
final class Failures {
    private Failures() {}

    /** An exchange that came to no response. */
    static IOException of(@Nullable Throwable failure, String host) {
        H3Exception known = H3Exception.in(failure);
        if (failure instanceof HttpConnectTimeoutException) {
            return caused(new SocketTimeoutException("connect timed out"), failure);
        }
        if (failure instanceof HttpTimeoutException) {
            // Of the whole exchange: OkHttp's call time-out.
            return caused(new InterruptedIOException("timeout"), failure);
        }
        if (known != null && known.kind() == H3Exception.Kind.HOST_NOT_FOUND) {
            return caused(new UnknownHostException(host), failure);
        }
        if (failure instanceof ConnectException) {
            return caused(new ConnectException(failure.getMessage()), failure);
        }
        if (known != null && isTls(known.kind())) {
            return caused(new SSLHandshakeException(known.getMessage()), failure);
        }
        return new IOException(failure == null ? "failed" : failure.getMessage(), failure);
    }

    private static boolean isTls(H3Exception.Kind kind) {
        return switch (kind) {
            case CERTIFICATE_REJECTED, CLIENT_CERTIFICATE_WANTED, TLS_ALERT, NO_COMMON_ALPN -> true;
            default -> false;
        };
    }

    /** A body that broke off. */
    static IOException ofBody(Throwable failure) {
        return failure instanceof HttpTimeoutException
                ? caused(new InterruptedIOException("timeout"), failure)
                : new IOException(failure.getMessage(), failure);
    }

    private static <E extends IOException> E caused(E made, @Nullable Throwable cause) {
        made.initCause(cause);
        return made;
    }
}
