package dev.quiver.h3.internal.tcp;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.H3Exception.Setting;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.trust.CertificateRejectedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts what the JDK's client throws into this project's words. Some of it can only be told by its message. */
final class TcpErrors {
    private TcpErrors() {}

    /** What the JDK's client threw, without its wrapping. */
    static Throwable unwrapped(Throwable error) {
        Throwable inner = error;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** @param judging whether the peer's certificate is still being judged */
    static H3Exception translate(Throwable error, String peer, Progress progress, boolean judging) {
        CertificateRejectedException rejected = find(error, CertificateRejectedException.class);
        if (rejected != null) {
            return make(
                    Kind.CERTIFICATE_REJECTED,
                    Origin.LOCAL,
                    QuicErrorCode.crypto(rejected.verdict().alert()),
                    true,
                    "the certificate that " + peer + " showed over TCP was rejected: " + rejected.getMessage(),
                    error,
                    progress);
        }
        if (find(error, UnresolvedAddressException.class) != null || find(error, UnknownHostException.class) != null) {
            return make(
                    Kind.HOST_NOT_FOUND,
                    Origin.LOCAL,
                    null,
                    true,
                    "no address was found for " + peer + "; check the name and the network",
                    error,
                    progress);
        }
        if (judging && find(error, HttpConnectTimeoutException.class) != null) {
            // The JDK's limit on connecting includes TLS; where TCP was slow it passes before the verdict's own.
            return make(
                    Kind.CERTIFICATE_REJECTED,
                    Origin.LOCAL,
                    QuicErrorCode.crypto(TlsAlert.CERTIFICATE_UNKNOWN),
                    true,
                    "the certificate that " + peer + " showed over TCP was rejected: the trust evaluator did not answer"
                            + " within the limit on connecting",
                    error,
                    progress);
        }
        if (find(error, HttpConnectTimeoutException.class) != null) {
            return make(
                    Kind.NO_ANSWER,
                    Origin.TIMEOUT,
                    null,
                    true,
                    "no TCP connection to " + peer + " came about in time; is a firewall in the way?",
                    error,
                    progress);
        }
        if (find(error, ConnectException.class) != null) {
            return make(
                    Kind.PORT_CLOSED,
                    Origin.PEER,
                    null,
                    true,
                    "TCP to " + peer + " could not connect: " + message(error),
                    error,
                    progress);
        }
        if (find(error, SSLException.class) != null) {
            boolean alpn = message(error).contains("no_application_protocol");
            return make(
                    alpn ? Kind.NO_COMMON_ALPN : Kind.TLS_ALERT,
                    Origin.PEER,
                    null,
                    !progress.responseHeadReceived(),
                    "TLS over TCP with " + peer + " failed: " + message(error),
                    error,
                    progress);
        }
        if (find(error, CancellationException.class) != null) {
            return make(
                    Kind.CANCELLED,
                    Origin.LOCAL,
                    null,
                    false,
                    "the request to " + peer + " was cancelled on this side",
                    error,
                    progress);
        }
        Kind kind = kind(error, progress);
        return make(
                kind,
                kind == Kind.IO ? Origin.LOCAL : Origin.PEER,
                null,
                false,
                "the exchange with " + peer + " over TCP failed: " + message(error),
                error,
                progress);
    }

    private static Kind kind(Throwable error, Progress progress) {
        String text = message(error).toLowerCase(Locale.ROOT);
        if (progress.responseHeadReceived()
                && (find(error, EOFException.class) != null
                        || text.contains("eof")
                        || text.contains("fixed content-length")
                        || text.contains("closed")
                        || text.contains("reset"))) {
            return text.contains("rst_stream") ? Kind.STREAM_RESET : Kind.TRUNCATED;
        }
        if (text.contains("rst_stream")) {
            return Kind.STREAM_RESET;
        }
        return text.contains("goaway") ? Kind.CLOSED_BY_PEER : Kind.IO;
    }

    private static H3Exception make(
            Kind kind,
            Origin origin,
            @Nullable QuicErrorCode code,
            boolean notProcessed,
            String message,
            Throwable cause,
            Progress progress) {
        return new H3Exception(
                kind,
                notProcessed ? ErrorScope.CONNECTION : ErrorScope.MESSAGE,
                origin,
                code,
                notProcessed ? RequestOutcome.NOT_PROCESSED : RequestOutcome.UNKNOWN,
                message,
                cause,
                progress,
                Setting.UNKNOWN);
    }

    /** Whether the failure came before a request could have been sent. */
    static boolean nothingSent(H3Exception failure) {
        return failure.outcome() == RequestOutcome.NOT_PROCESSED;
    }

    private static String message(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !(at instanceof CompletionException)) {
                return at.getMessage();
            }
        }
        return error instanceof IOException ? "no reason given" : error.toString();
    }

    private static <E extends Throwable> @Nullable E find(Throwable error, Class<E> type) {
        int depth = 0;
        for (Throwable at = error; at != null && depth < 20; at = at.getCause(), depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
