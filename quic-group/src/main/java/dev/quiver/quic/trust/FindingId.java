package dev.quiver.quic.trust;

/** What can be found in a chain; scripts rely on the names. */
public enum FindingId {
    /** The issuer of a certificate was neither sent nor is it an anchor. */
    MISSING_INTERMEDIATE(Severity.ERROR),
    /** A certificate comes before the one that it certifies (RFC 8446 §4.4.2). */
    MISORDERED(Severity.WARNING),
    /** The same certificate was sent again. */
    DUPLICATE(Severity.WARNING),
    /** A certificate, no root, that certifies nothing in the chain. */
    EXTRA_CERTIFICATE(Severity.WARNING),
    /** The root was sent, which clients have or do not trust anyway. */
    ROOT_SENT(Severity.INFO),
    /** The server's certificate is signed by its own key; an INFO where it is an anchor itself. */
    SELF_SIGNED(Severity.ERROR),
    /** The chain ends at an authority that is not an anchor. */
    UNTRUSTED_ROOT(Severity.ERROR),
    /** A certificate of the path has expired. */
    EXPIRED(Severity.ERROR),
    /** A certificate of the path is not valid yet. */
    NOT_YET_VALID(Severity.ERROR),
    /** A certificate of the path expires within the inspector's limit. */
    EXPIRES_SOON(Severity.WARNING),
    /** The certificate does not speak for the host. */
    HOST_MISMATCH(Severity.ERROR),
    /** A key that is too small or of a kind no longer used. */
    WEAK_KEY(Severity.ERROR),
    /** A signature made with a broken hash. */
    WEAK_SIGNATURE(Severity.ERROR),
    /** A name that an authority above is not allowed to speak for (RFC 5280 §4.2.1.10). */
    NAME_CONSTRAINT(Severity.ERROR),
    /** A certificate used for what it was not issued for: no authority, no server, a path too long. */
    WRONG_USAGE(Severity.ERROR),
    /** No signed certificate timestamps (RFC 6962), looked for below public anchors only. */
    SCT_MISSING(Severity.INFO),
    /** The issuer has revoked a certificate of the path. */
    REVOKED(Severity.ERROR),
    /** QUIC and TCP present different chains. */
    TRANSPORTS_DIFFER(Severity.WARNING),
    /** A certificate that cannot be decoded, or a chain larger than TLS clients read. */
    UNREADABLE(Severity.ERROR);

    private final Severity severity;

    FindingId(Severity severity) {
        this.severity = severity;
    }

    /** The usual severity. */
    public Severity severity() {
        return severity;
    }
}
