package dev.quiver.quic;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something failed on a QUIC connection: what, at which scope, by whom, with which code, and whether the peer may have
 * acted on what was sent. The message says what to do. Immutable but for what every exception carries.
 */
public class QuicException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What failed, in the words that scripts rely on. */
    public enum Kind {
        /** The name has no address, or could not be looked up. */
        HOST_NOT_FOUND,
        /** The host answered that nothing listens on this port. */
        PORT_CLOSED,
        /** Nothing came back for the first packets: nobody is there, or UDP is blocked on the way. */
        NO_ANSWER,
        /** The peer speaks no version of QUIC that this side does (RFC 9000 §6). */
        NO_COMMON_VERSION,
        /** The peer speaks none of the application protocols that were offered (RFC 7301). */
        NO_COMMON_ALPN,
        /** The peer's certificate was not trusted here. */
        CERTIFICATE_REJECTED,
        /** The peer wants a client certificate, and got none or not one that it takes. */
        CLIENT_CERTIFICATE_WANTED,
        /** The TLS handshake failed for another reason, which the code names (RFC 8446 §6). */
        TLS_ALERT,
        /** The peer closed the connection; the code says why. */
        CLOSED_BY_PEER,
        /** It began and did not end, or go on, within its time. */
        TIMEOUT,
        /** The peer gave up a stream; the code says why. */
        STREAM_RESET,
        /** This side gave it up because it was told to. */
        CANCELLED,
        /** Anything else; the message and the cause say what. */
        IO
    }

    private final Kind kind;
    private final ErrorScope scope;
    private final Origin origin;
    private final transient @Nullable QuicErrorCode code;
    private final RequestOutcome outcome;

    /**
     * Tells of a failure.
     *
     * @param code what was, or would have been, on the wire; null if nothing, or if it is not known
     * @param outcome whether the peer may have acted on what was sent
     * @param message what failed, at which peer, and what to do
     * @param cause kept as it is
     */
    public QuicException(
            Kind kind,
            ErrorScope scope,
            Origin origin,
            @Nullable QuicErrorCode code,
            RequestOutcome outcome,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.scope = scope;
        this.origin = origin;
        this.code = code;
        this.outcome = outcome;
    }

    /** What failed. */
    public final Kind kind() {
        return kind;
    }

    /** How much it takes with it. */
    public final ErrorScope scope() {
        return scope;
    }

    /** Who ended it. */
    public final Origin origin() {
        return origin;
    }

    /** The code on the wire, or null when there was none or the transport does not reveal it (a STOP_SENDING's). */
    public final @Nullable QuicErrorCode code() {
        return code;
    }

    /** Whether the peer may have acted on what was sent. */
    public final RequestOutcome outcome() {
        return outcome;
    }

    /**
     * The same error as a fresh exception with the caller's stack: what one connection's end tells many waiting calls.
     */
    public QuicException again() {
        QuicException copy = new QuicException(kind, scope, origin, code, outcome, String.valueOf(getMessage()), this);
        return copy;
    }
}
