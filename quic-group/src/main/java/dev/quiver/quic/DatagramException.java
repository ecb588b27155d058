package dev.quiver.quic;

import org.jspecify.annotations.Nullable;

/** A datagram that was refused before any of it was sent. The group goes on, and so does every other datagram. */
public class DatagramException extends QuicException {
    private static final long serialVersionUID = 1L;

    /** Why it was refused. */
    public enum Reason {
        /** It does not fit into one packet, or is more than the peer takes: see {@link Datagrams#maxSize()}. */
        TOO_LARGE,
        /** As many as allowed wait already: {@link DatagramOptions#sendQueue()}. */
        QUEUE_FULL,
        /** The peer takes no datagrams (RFC 9221 §3). */
        UNSUPPORTED
    }

    private final Reason reason;

    /**
     * Tells of a refusal.
     *
     * @param message what was refused, and what to do
     */
    public DatagramException(Reason reason, String message, @Nullable Throwable cause) {
        super(Kind.IO, ErrorScope.MESSAGE, Origin.LOCAL, null, RequestOutcome.NOT_PROCESSED, message, cause);
        this.reason = reason;
    }

    /** Why it was refused. */
    public final Reason reason() {
        return reason;
    }
}
