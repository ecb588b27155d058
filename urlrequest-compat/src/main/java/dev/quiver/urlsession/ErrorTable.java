package dev.quiver.urlsession;

import dev.quiver.h3.H3Exception;
import dev.quiver.quic.HandshakeEvent;
import dev.quiver.quic.HandshakeReport;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.urlsession.internal.cache.load.NotStoredException;
import dev.quiver.urlsession.internal.coding.MalformedContentException;
import dev.quiver.urlsession.internal.load.CodedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** From what a client threw to what a session says: the one translation of this layer. */
final class ErrorTable {
    /** RFC 9110 §9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private ErrorTable() {}

    /** A failure of the client's future. */
    static UrlError of(Throwable thrown, UrlRequest request, ExchangeProgress counted) {
        Throwable failure = unwrap(thrown);
        if (failure instanceof UrlError known) {
            return known;
        }
        if (failure instanceof IllegalArgumentException refusal) {
            return refused(refusal, request);
        }
        H3Exception h3 = find(H3Exception.class, failure);
        ExchangeProgress progress = h3 == null ? counted : counted.orFarther(accountOf(h3));
        boolean untouched = h3 != null ? h3.outcome() == RequestOutcome.NOT_PROCESSED : neverLeft(failure);
        return new UrlError(
                code(failure, h3, progress),
                request.url(),
                message(failure),
                progress,
                untouched || IDEMPOTENT.contains(request.httpMethod()),
                !untouched,
                h3 == null ? null : h3.route(),
                failure);
    }

    /** The client would not take the request at all. */
    private static UrlError refused(RuntimeException refusal, UrlRequest request) {
        String scheme = request.url().getScheme();
        boolean known = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        UrlErrorCode code = scheme != null && !known ? UrlErrorCode.UNSUPPORTED_URL : UrlErrorCode.BAD_URL;
        return new UrlError(code, request.url(), message(refusal), ExchangeProgress.NONE, true, false, null, refusal);
    }

    static UrlError cancelled(UrlRequest request, ExchangeProgress progress) {
        return ended(UrlErrorCode.CANCELLED, request, "the task was cancelled", progress);
    }

    static UrlError timedOut(UrlRequest request, String reason, ExchangeProgress progress) {
        return ended(UrlErrorCode.TIMED_OUT, request, request + " timed out: " + reason, progress);
    }

    /** The session itself does not go on. */
    static UrlError refused(UrlErrorCode code, String reason, UrlRequest request, ExchangeProgress progress) {
        return ended(code, request, reason, progress);
    }

    private static UrlError ended(UrlErrorCode code, UrlRequest request, String message, ExchangeProgress progress) {
        boolean idempotent = IDEMPOTENT.contains(request.httpMethod());
        return new UrlError(code, request.url(), message, progress, idempotent, true, null, null);
    }

    /** The alert alone does not tell: some servers send bad_certificate to a client that showed none. */
    private static UrlErrorCode clientCertificate(H3Exception h3) {
        HandshakeReport handshake = h3.handshake();
        HandshakeEvent.IdentityWanted wanted =
                handshake == null ? null : handshake.event(HandshakeEvent.IdentityWanted.class);
        return wanted != null && wanted.offer().identity() != null
                ? UrlErrorCode.CLIENT_CERTIFICATE_REJECTED
                : UrlErrorCode.CLIENT_CERTIFICATE_REQUIRED;
    }

    private static UrlErrorCode code(Throwable failure, @Nullable H3Exception h3, ExchangeProgress progress) {
        CodedException coded = find(CodedException.class, failure);
        if (coded != null) {
            return coded.code();
        }
        UrlErrorCode ofCertificate = certificate(failure);
        if (h3 != null) {
            return switch (h3.kind()) {
                case BAD_URL -> UrlErrorCode.BAD_URL;
                case HOST_NOT_FOUND -> UrlErrorCode.CANNOT_FIND_HOST;
                case PORT_CLOSED -> UrlErrorCode.CANNOT_CONNECT_TO_HOST;
                case NO_ANSWER, TIMEOUT -> UrlErrorCode.TIMED_OUT;
                case NO_COMMON_VERSION, NO_COMMON_ALPN, TLS_ALERT -> UrlErrorCode.SECURE_CONNECTION_FAILED;
                case CERTIFICATE_REJECTED -> ofCertificate != null ? ofCertificate : untrusted(h3);
                case CLIENT_CERTIFICATE_WANTED -> clientCertificate(h3);
                case CLOSED_BY_PEER, STREAM_RESET, TRUNCATED, IO -> UrlErrorCode.NETWORK_CONNECTION_LOST;
                case H3_PROTOCOL ->
                    progress.responseHeadReceived()
                            ? UrlErrorCode.CANNOT_PARSE_RESPONSE
                            : UrlErrorCode.BAD_SERVER_RESPONSE;
                case CANCELLED -> UrlErrorCode.CANCELLED;
            };
        }
        if (ofCertificate != null) {
            return ofCertificate;
        }
        if (has(UnknownHostException.class, failure) || has(UnresolvedAddressException.class, failure)) {
            return UrlErrorCode.CANNOT_FIND_HOST;
        }
        if (has(HttpTimeoutException.class, failure)) {
            return UrlErrorCode.TIMED_OUT;
        }
        if (has(ConnectException.class, failure)) {
            return UrlErrorCode.CANNOT_CONNECT_TO_HOST;
        }
        if (has(SSLException.class, failure)) {
            return UrlErrorCode.SECURE_CONNECTION_FAILED;
        }
        if (has(BodyCollector.TooLongException.class, failure)) {
            return UrlErrorCode.DATA_LENGTH_EXCEEDS_MAXIMUM;
        }
        if (has(NotStoredException.class, failure)) {
            return UrlErrorCode.RESOURCE_UNAVAILABLE;
        }
        if (has(MalformedContentException.class, failure)) {
            return UrlErrorCode.CANNOT_DECODE_CONTENT_DATA;
        }
        if (has(ProtocolException.class, failure)) {
            return UrlErrorCode.BAD_SERVER_RESPONSE;
        }
        if (failure instanceof CancellationException) {
            return UrlErrorCode.CANCELLED;
        }
        return failure instanceof IOException ? UrlErrorCode.NETWORK_CONNECTION_LOST : UrlErrorCode.UNKNOWN;
    }

    private static @Nullable UrlErrorCode certificate(Throwable failure) {
        if (has(CertificateExpiredException.class, failure)) {
            return UrlErrorCode.SERVER_CERTIFICATE_HAS_BAD_DATE;
        }
        if (has(CertificateNotYetValidException.class, failure)) {
            return UrlErrorCode.SERVER_CERTIFICATE_NOT_YET_VALID;
        }
        if (has(CertPathBuilderException.class, failure)) {
            return UrlErrorCode.SERVER_CERTIFICATE_HAS_UNKNOWN_ROOT;
        }
        return has(CertificateException.class, failure) || has(CertPathValidatorException.class, failure)
                ? UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED
                : null;
    }

    /** Where no certificate exception came along, the alert that the peer was told speaks (RFC 8446 §6.2). */
    private static UrlErrorCode untrusted(H3Exception h3) {
        return switch (String.valueOf(h3.codeName())) {
            case "unknown_ca" -> UrlErrorCode.SERVER_CERTIFICATE_HAS_UNKNOWN_ROOT;
            case "certificate_expired" -> UrlErrorCode.SERVER_CERTIFICATE_HAS_BAD_DATE;
            default -> UrlErrorCode.SERVER_CERTIFICATE_UNTRUSTED;
        };
    }

    private static boolean neverLeft(Throwable failure) {
        return has(ConnectException.class, failure)
                || has(HttpConnectTimeoutException.class, failure)
                || has(UnknownHostException.class, failure)
                || has(UnresolvedAddressException.class, failure);
    }

    private static ExchangeProgress accountOf(H3Exception h3) {
        return new ExchangeProgress(h3.requestBytesSent(), h3.responseHeadReceived(), h3.responseBytesReceived());
    }

    private static String message(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                return t.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean has(Class<? extends Throwable> type, Throwable failure) {
        return find(type, failure) != null;
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
