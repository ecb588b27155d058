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
        HOST_NOT_FOUND,
        PORT_CLOSED,
        NO_ANSWER,
        NO_COMMON_VERSION,
        NO_COMMON_ALPN,
        CERTIFICATE_REJECTED,
        CLIENT_CERTIFICATE_WANTED,
        TLS_ALERT,
        CLOSED_BY_PEER,
        TIMEOUT,
        STREAM_RESET,
        CANCELLED,
        IO
    }

    private final Kind kind;
    private final ErrorScope scope;
    private final Origin origin;
    private final transient @Nullable QuicErrorCode code;
    private final RequestOutcome outcome;

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
