package dev.quiver.h3;

/** How a client finds out whether an origin speaks HTTP/3. */
public enum Discovery {
    /** It does: QUIC to the origin's own port, and no TCP whatever happens. */
    HTTP3_ONLY,

    /**
     * By whatever tells: what the origin named by {@code Alt-Svc} comes first, then what its domain's HTTPS record names
     * once that is known, then a QUIC handshake with the origin's own port. The handshake has a head start; TCP, by the
     * JDK's own client under the same trust, is the way out. The default.
     */
    ANY,

    /**
     * Only where the origin said so by {@code Alt-Svc} (RFC 7838), in an earlier response or to another process that shares
     * {@link H3Client.Builder#altSvcFile}; else, and as the way out, TCP.
     */
    ALT_SVC,

    /**
     * Only where the domain says so by an HTTPS record (RFC 9460); else, and as the way out, TCP. The look-up and the
     * handshake share one head start. Needs dnsjava on the class path; without it TCP is used, and the route says so.
     */
    HTTPS_RECORD,

    /** Do not ask: TCP only. */
    NONE
}
