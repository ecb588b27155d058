package dev.quiver.h3;

/** How a client finds out whether an origin speaks HTTP/3. */
public enum Discovery {
    /** It does: QUIC to the origin's own port, and no TCP whatever happens. */
    HTTP3_ONLY,

    /**
     * Ask: a QUIC handshake with the origin's own port goes first, with a head start; TCP, by the JDK's own client under
     * the same trust, is the way out. The default.
     */
    ANY,

    /** Do not ask: TCP only. */
    NONE
}
