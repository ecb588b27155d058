package dev.quiver.quic.trust;

import org.jspecify.annotations.Nullable;

/**
 * A question to an issuer's server.
 *
 * @param kind what was asked for
 * @param certificate the presented certificate that it was about; null for one that was not sent
 * @param uri where
 * @param result what came of it
 * @param detail a sentence's end on it
 */
public record IssuerLookup(Kind kind, @Nullable Integer certificate, String uri, Result result, String detail) {
    /** What was asked for. */
    public enum Kind {
        /** The issuer's certificate (RFC 5280 §4.2.2.1). */
        ISSUER,
        /** The status by OCSP (RFC 6960). */
        OCSP,
        /** The list of revoked certificates (RFC 5280 §5). */
        CRL
    }

    /** What came of it. */
    public enum Result {
        /** An issuer's certificate that fits. */
        FOUND,
        /** Not revoked. */
        GOOD,
        /** Revoked. */
        REVOKED,
        /** The answer decides nothing. */
        UNKNOWN,
        /** Nothing usable came, or it was not allowed to be asked for. */
        FAILED
    }
}
