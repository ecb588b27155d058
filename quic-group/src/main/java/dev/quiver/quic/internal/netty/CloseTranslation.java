package dev.quiver.quic.internal.netty;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.quic.TlsAlert;
import dev.quiver.quic.trust.TrustVerdict;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicTransportError;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts what the codec says of a connection's end into this project's words: the one place where that is done. */
final class CloseTranslation {
    private static final int MAX_REASON = 1000;

    private CloseTranslation() {}

    /** A client's CONNECTION_CLOSE: what it says about certificates is about this listener's. */
    static HandshakeFailure byClient(QuicConnectionCloseEvent event, String peer) {
        HandshakeFailure said = byPeer(event, peer);
        TlsAlert alert = said.code() == null ? null : said.code().tlsAlert();
        return alert == null || !alert.isAboutCertificate()
                ? said
                : new HandshakeFailure(
                        Kind.TLS_ALERT,
                        peer + " does not trust this listener's certificate (TLS alert " + alert + ")",
                        said.code(),
                        said.reason(),
                        null,
                        null);
    }

    /** A server's CONNECTION_CLOSE. */
    static HandshakeFailure byPeer(QuicConnectionCloseEvent event, String peer) {
        long value = event.error() & 0xffffffffL;
        QuicErrorCode code =
                event.isApplicationClose() ? QuicErrorCode.application(value) : QuicErrorCode.transport(value);
        String reason = reason(event);
        TlsAlert alert = code.tlsAlert();
        String says = reason.isEmpty() ? "" : ", saying \"" + reason + "\"";
        if (TlsAlert.NO_APPLICATION_PROTOCOL.equals(alert)) {
            return new HandshakeFailure(
                    Kind.NO_COMMON_ALPN,
                    peer + " speaks QUIC but none of the application protocols offered" + says
                            + "; ask for one that it has",
                    code,
                    reason,
                    null,
                    null);
        }
        // What a server says about certificates can only be about the client's (RFC 8446 §4.4.2.4); some send
        // bad_certificate for none at all.
        if (alert != null && alert.isAboutCertificate()) {
            return new HandshakeFailure(
                    Kind.CLIENT_CERTIFICATE_WANTED,
                    peer + " wants a client certificate that it trusts, and got none or another (TLS alert " + alert
                            + says + "); give an identity",
                    code,
                    reason,
                    null,
                    null);
        }
        if (alert != null) {
            return new HandshakeFailure(
                    Kind.TLS_ALERT,
                    peer + " ended the TLS handshake with the alert " + alert + says,
                    code,
                    reason,
                    null,
                    null);
        }
        return new HandshakeFailure(
                Kind.CLOSED_BY_PEER, peer + " closed the connection with " + code + says, code, reason, null, null);
    }

    /** The caller gave the connection up. */
    static HandshakeFailure cancelled(String peer) {
        return new HandshakeFailure(Kind.CANCELLED, "connecting to " + peer + " was cancelled", null, null, null, null);
    }

    /** The evaluator rejected the peer. */
    static HandshakeFailure rejected(TrustVerdict.Rejected verdict, String peer) {
        return new HandshakeFailure(
                Kind.CERTIFICATE_REJECTED,
                "the certificate of " + peer + " was rejected: " + verdict.reason(),
                QuicErrorCode.crypto(verdict.alert()),
                null,
                verdict,
                verdict.cause());
    }

    /** No packet from this local address can go there. */
    static HandshakeFailure otherFamily(String peer, InetSocketAddress remote, String local) {
        return new HandshakeFailure(
                Kind.IO,
                peer + " at " + remote.getAddress().getHostAddress() + " cannot be reached from the local address "
                        + local + ": IPv4 and IPv6 do not mix",
                null,
                null,
                null,
                null);
    }

    /** An error that the codec raised on this side. */
    static HandshakeFailure local(Throwable cause, String peer, boolean versionNegotiationSeen) {
        if (cause instanceof io.netty.handler.codec.quic.QuicException quic) {
            QuicTransportError error = quic.error();
            if (versionNegotiationSeen || String.valueOf(quic.getMessage()).contains("UNKNOWN_VERSION")) {
                return new HandshakeFailure(
                        Kind.NO_COMMON_VERSION,
                        peer + " speaks QUIC, but not version 1; nothing else is spoken here",
                        null,
                        null,
                        null,
                        cause);
            }
            if (error != null) {
                QuicErrorCode code = QuicErrorCode.transport(error.code());
                return new HandshakeFailure(
                        Kind.IO, "the connection to " + peer + " failed with " + code, code, null, null, cause);
            }
        }
        if (cause instanceof SSLException) {
            return new HandshakeFailure(
                    Kind.TLS_ALERT,
                    "the TLS handshake with " + peer + " failed on this side: " + cause.getMessage(),
                    null,
                    null,
                    null,
                    cause);
        }
        // A channel that closed in silence, as at an idle timeout shorter than the handshake took, has no message.
        String why = cause.getMessage() != null
                ? cause.getMessage()
                : "it ended without a word (" + cause.getClass().getSimpleName() + ")";
        return new HandshakeFailure(Kind.IO, "the connection to " + peer + " failed: " + why, null, null, null, cause);
    }

    /** The same for a connection that was in use. */
    static QuicException established(HandshakeFailure failure, Origin origin) {
        return new QuicException(
                failure.kind(),
                ErrorScope.CONNECTION,
                origin,
                failure.code(),
                RequestOutcome.UNKNOWN,
                failure.message(),
                failure.cause());
    }

    static QuicException idle(String peer, long idleMillis) {
        return new QuicException(
                Kind.TIMEOUT,
                ErrorScope.CONNECTION,
                Origin.TIMEOUT,
                null,
                RequestOutcome.UNKNOWN,
                "the connection to " + peer + " was silent for its idle timeout (" + idleMillis
                        + " ms at most); the peer or the way to it is gone",
                null);
    }

    static QuicException dropped(String peer, long millis) {
        return new QuicException(
                Kind.TIMEOUT,
                ErrorScope.CONNECTION,
                Origin.TIMEOUT,
                null,
                RequestOutcome.UNKNOWN,
                "no packet came from " + peer + " for " + millis
                        + " ms though one was due; the peer or the way to it is gone",
                null);
    }

    static QuicException lost(String peer, @Nullable Throwable cause) {
        return new QuicException(
                Kind.IO,
                ErrorScope.CONNECTION,
                Origin.LOCAL,
                null,
                RequestOutcome.UNKNOWN,
                "the connection to " + peer + " ended without a reason",
                cause);
    }

    static QuicException closedHere(String peer) {
        return new QuicException(
                Kind.CANCELLED,
                ErrorScope.CONNECTION,
                Origin.LOCAL,
                null,
                RequestOutcome.UNKNOWN,
                "the connection to " + peer + " was closed on this side",
                null);
    }

    private static String reason(QuicConnectionCloseEvent event) {
        byte[] bytes;
        try {
            bytes = event.reason();
        } catch (NullPointerException e) {
            // The codec has null where the frame had no reason phrase.
            return "";
        }
        String text = new String(bytes, 0, Math.min(bytes.length, MAX_REASON), StandardCharsets.UTF_8);
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return printable.toString();
    }
}
