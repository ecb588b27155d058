package dev.quiver.quic.message;

import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.RequestOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What was to be a message is none. Scope {@code MESSAGE}, kind {@code IO}. That a whole stream failed, by a reset or
 * with its group, is told by a plain {@link QuicException} of that scope, inside a message too.
 */
public final class MessageException extends QuicException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
        /** The peer finished the stream inside it. */
        TORN,
        /** It is larger than allowed: announced by the peer, or given to be sent. */
        TOO_LARGE,
        /** The bytes do not follow the framing. */
        MALFORMED
    }

    private final Reason reason;

    /**
     * For framers.
     *
     * @param origin who made it: {@code PEER} for what was received, {@code LOCAL} for what was to be sent
     * @param message what is wrong, and what to do; the stream is named by whoever has it
     */
    public MessageException(Reason reason, Origin origin, String message) {
        this(reason, origin, message, null);
    }

    /** As the other, with a cause. */
    public MessageException(Reason reason, Origin origin, String message, @Nullable Throwable cause) {
        super(
                Kind.IO,
                ErrorScope.MESSAGE,
                origin,
                null,
                origin == Origin.LOCAL ? RequestOutcome.NOT_PROCESSED : RequestOutcome.UNKNOWN,
                message,
                cause);
        this.reason = reason;
    }

    /** What is wrong with it. */
    public Reason reason() {
        return reason;
    }

    @Override
    public MessageException again() {
        return new MessageException(reason, origin(), String.valueOf(getMessage()), this);
    }

    MessageException on(Object stream) {
        return new MessageException(reason, origin(), stream + ": " + getMessage(), this);
    }
}
