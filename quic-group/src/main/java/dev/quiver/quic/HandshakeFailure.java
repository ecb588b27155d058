package dev.quiver.quic;

import dev.quiver.quic.trust.TrustVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Why a group did not become ready, told apart by evidence.
 *
 * @param kind what failed
 * @param message a sentence for a person: what failed, at which peer, what to do
 * @param code the code on the wire, or null when none was
 * @param reason the peer's reason phrase, or null
 * @param verdict the trust verdict when the certificate was rejected, else null
 * @param cause what lies below, or null
 */
public record HandshakeFailure(
        QuicException.Kind kind,
        String message,
        @Nullable QuicErrorCode code,
        @Nullable String reason,
        TrustVerdict.@Nullable Rejected verdict,
        @Nullable Throwable cause) {

    /** The same as an exception. */
    public QuicException toException() {
        Origin origin = switch (kind) {
            case NO_ANSWER, TIMEOUT -> Origin.TIMEOUT;
            case CERTIFICATE_REJECTED, HOST_NOT_FOUND, CANCELLED, IO -> Origin.LOCAL;
            default -> Origin.PEER;
        };
        return new QuicException(
                kind, ErrorScope.CONNECTION, origin, code, RequestOutcome.NOT_PROCESSED, message, cause);
    }
}
