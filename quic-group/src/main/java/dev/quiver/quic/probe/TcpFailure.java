package dev.quiver.quic.probe;

import dev.quiver.quic.HandshakeFailure;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException.Kind;
import dev.quiver.quic.TlsAlert;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the JDK's TLS threw, in the words that QUIC's failures have. The JDK tells alerts apart in its texts only. */
record TcpFailure(ProbeTarget target, Deadline deadline) {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_0-9]+)");

    /** The server wants none of the application protocols that were offered. */
    static boolean noCommonAlpn(IOException e) {
        return TlsAlert.NO_APPLICATION_PROTOCOL.equals(alert(e));
    }

    /** This side's TLS gave up on what the server said; the server itself refused nothing. */
    static boolean ourOwn(IOException e) {
        return e instanceof SSLException
                && alert(e) == null
                && !(e.getCause() instanceof EOFException)
                && !(e.getCause() instanceof SocketException)
                && !noTls(e);
    }

    /** What it gave up on were the certificates. */
    static boolean aboutCertificates(IOException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return e instanceof SSLException
                && (text(e).contains("certificate chain length") || text(e).contains("size of the handshake message"));
    }

    private static boolean noTls(IOException e) {
        return text(e).contains("plaintext connection") || text(e).contains("unrecognized SSL message");
    }

    static String text(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        // Newer JDKs put the alert that they sent in brackets before the text.
        return message.replaceFirst("^\\([a-z_]+\\) ", "");
    }

    /** @param reached whether TCP was connected */
    HandshakeFailure of(IOException e, boolean reached) {
        TlsAlert alert = alert(e);
        if (alert != null) {
            return refused(alert, e);
        }
        if (!reached) {
            return e instanceof SocketTimeoutException
                    ? failure(
                            Kind.NO_ANSWER, " did not answer over TCP within " + limit() + "; is it up, or blocked?", e)
                    : e instanceof ConnectException
                            ? failure(Kind.PORT_CLOSED, ": nothing listens on this TCP port", e)
                            : failure(Kind.NO_ANSWER, " cannot be reached over TCP: " + text(e), e);
        }
        if (e instanceof SocketTimeoutException) {
            return failure(Kind.TIMEOUT, " took the TCP connection, but presented no certificate within " + limit(), e);
        }
        if (e.getCause() instanceof EOFException || e instanceof EOFException || e instanceof SocketException) {
            return failure(Kind.CLOSED_BY_PEER, " closed the TCP connection before it presented a certificate", e);
        }
        if (noTls(e)) {
            return failure(Kind.IO, " does not speak TLS on this port", e);
        }
        return failure(Kind.IO, ": the TLS handshake over TCP failed: " + text(e), e);
    }

    private HandshakeFailure refused(TlsAlert alert, IOException e) {
        Kind kind = alert.equals(TlsAlert.NO_APPLICATION_PROTOCOL)
                ? Kind.NO_COMMON_ALPN
                : alert.name().equals("protocol_version") ? Kind.NO_COMMON_VERSION : Kind.TLS_ALERT;
        String help = switch (alert.name()) {
            case "unrecognized_name", "handshake_failure", "internal_error" ->
                "; it may know no such name: ask for another one (SNI)";
            case "protocol_version" -> "; it speaks neither TLS 1.2 nor 1.3";
            default -> "";
        };
        String message = peer() + " refused the TLS handshake over TCP with " + alert + help;
        return new HandshakeFailure(kind, message, QuicErrorCode.crypto(alert), null, null, e);
    }

    private HandshakeFailure failure(Kind kind, String what, IOException cause) {
        return new HandshakeFailure(kind, peer() + what, null, null, null, cause);
    }

    private String peer() {
        InetSocketAddress at = target.address();
        return at == null ? target.toString() : target + " at " + at.getHostString() + ":" + at.getPort();
    }

    private String limit() {
        return deadline.limit().toMillis() + " ms";
    }

    private static @Nullable TlsAlert alert(IOException e) {
        Matcher matcher = ALERT.matcher(text(e));
        return e instanceof SSLException && matcher.find()
                ? TlsAlert.named(matcher.group(1)).orElse(null)
                : null;
    }
}
