package dev.quiver.quic;

import dev.quiver.quic.trust.TrustVerdict;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake was like, whether it succeeded or not. Whatever the transport does not reveal is null or {@code
 * UNKNOWN}, never guessed.
 *
 * @param host the name or literal asked for
 * @param port the port asked for
 * @param serverName the name sent as SNI (RFC 6066 §3), or null when none was: addresses and names without a dot
 * @param local this side's address, or null before a socket was bound
 * @param remote the peer's address, or null before one was known
 * @param quicVersion the version as RFC 9000 §15 numbers it, or null before the peer answered in one
 * @param alpn the application protocol agreed on (RFC 7301), or null
 * @param cipherSuite as RFC 8446 §B.4 names it, or null
 * @param resumed whether a session ticket took the certificate's place; inferred from no certificate having been
 *     presented; null before the end
 * @param earlyData what became of 0-RTT data (RFC 9001 §4.6)
 * @param retry whether a Retry packet was seen
 * @param versionNegotiation whether a Version Negotiation packet was seen
 * @param presentedChain the certificates in wire order; empty when resumed or before they came
 * @param verdict the trust verdict, or null where none was asked for yet
 * @param events all that happened, in order
 * @param failure why it failed, or null. In TLS 1.3 the client is ready before the server has looked at its certificate:
 *     the server's refusal ({@code CLIENT_CERTIFICATE_WANTED}) may follow {@link HandshakeEvent.BecameReady}. What it
 *     wished is in {@link HandshakeEvent.IdentityWanted}
 */
public record HandshakeReport(
        String host,
        int port,
        @Nullable String serverName,
        @Nullable InetSocketAddress local,
        @Nullable InetSocketAddress remote,
        @Nullable Long quicVersion,
        @Nullable String alpn,
        @Nullable String cipherSuite,
        @Nullable Boolean resumed,
        EarlyData earlyData,
        boolean retry,
        boolean versionNegotiation,
        List<X509Certificate> presentedChain,
        @Nullable TrustVerdict verdict,
        List<HandshakeEvent> events,
        @Nullable HandshakeFailure failure) {

    /** What became of early data. */
    public enum EarlyData {
        /** None was asked for, or there was no ticket. */
        NONE,
        /** It was offered, and the server has not said yet what becomes of it, or could not be understood. */
        UNKNOWN,
        /** The server took it, by its own word in the handshake (RFC 8446 §4.2.10). */
        ACCEPTED,
        /**
         * The server did not take it, though it may have resumed the session. What was sent early was sent again after the
         * server had proved itself.
         */
        REJECTED
    }

    public HandshakeReport {
        presentedChain = List.copyOf(presentedChain);
        events = List.copyOf(events);
    }

    /** The first event of a type, or null. */
    public <E extends HandshakeEvent> @Nullable E event(Class<E> type) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }
}
