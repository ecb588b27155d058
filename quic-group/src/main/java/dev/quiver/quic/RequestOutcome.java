package dev.quiver.quic;

/** Whether the peer may have acted on what was sent. */
public enum RequestOutcome {
    /** It certainly did not: sending the same again elsewhere is safe, whatever it is. */
    NOT_PROCESSED,
    /** It may have: only what is idempotent may be sent again. */
    UNKNOWN
}
