package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.H3Exception.Setting;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicErrorCode;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.RequestOutcome;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3HeadersValidationException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts what the transport and the codec say into {@link H3Exception}s: the one place where that is done. */
final class WireErrors {
    private WireErrors() {}

    /** The peer broke a rule. */
    static H3Exception violation(Violation violation, String peer, Progress progress, Setting setting) {
        return new H3Exception(
                violation.kind(),
                violation.scope(),
                Origin.LOCAL,
                application(violation.code()),
                RequestOutcome.UNKNOWN,
                peer + " broke HTTP/3: " + violation.what() + "; the "
                        + violation.scope() + " was ended with " + violation.code()
                        + ". Only the server's operator can mend that",
                null,
                progress,
                setting);
    }

    /** The peer ended the stream with a code. */
    static H3Exception reset(long code, String peer, Throwable cause, Progress progress, Setting setting) {
        H3ErrorCode known = new H3ErrorCode(code);
        // RFC 9114 §4.1.1: rejected means that nothing was done. A response that had begun says otherwise, and is
        // believed: Jetty ends with this code what it has answered.
        boolean rejected = known.equals(H3ErrorCode.H3_REQUEST_REJECTED) && !progress.responseHeadReceived();
        return new H3Exception(
                Kind.STREAM_RESET,
                ErrorScope.STREAM,
                Origin.PEER,
                application(known),
                rejected ? RequestOutcome.NOT_PROCESSED : RequestOutcome.UNKNOWN,
                peer + " reset the stream of the request with " + known
                        + (rejected
                                ? ": it did nothing with it, send it again"
                                : "; see the server's log for the reason"),
                cause,
                progress,
                setting);
    }

    /** What the transport said of a connection or a stream. */
    static H3Exception transport(QuicException cause, RequestOutcome outcome, Progress progress, Setting setting) {
        return new H3Exception(
                Kind.valueOf(cause.kind().name()),
                cause.scope(),
                cause.origin(),
                cause.code(),
                outcome,
                named(cause),
                cause,
                progress,
                setting);
    }

    /** HTTP/3's codes have names here that the transport does not know. */
    private static String named(QuicException cause) {
        String message = String.valueOf(cause.getMessage());
        QuicErrorCode code = cause.code();
        if (code != null && code.space() == QuicErrorCode.Space.APPLICATION) {
            return message.replace(code.toString(), new H3ErrorCode(code.value()).toString());
        }
        return message;
    }

    /** The request was never worked on, and can be sent elsewhere. */
    static H3Exception notProcessed(
            Kind kind, Origin origin, String message, @Nullable Throwable cause, Setting setting) {
        return new H3Exception(
                kind,
                ErrorScope.CONNECTION,
                origin,
                application(H3ErrorCode.H3_REQUEST_REJECTED),
                RequestOutcome.NOT_PROCESSED,
                message,
                cause,
                Progress.NONE,
                setting);
    }

    /** The request's head is more than the peer takes; it was not sent. */
    static H3Exception tooLarge(long size, long most, String peer, Setting setting) {
        return new H3Exception(
                Kind.H3_PROTOCOL,
                ErrorScope.MESSAGE,
                Origin.LOCAL,
                null,
                RequestOutcome.NOT_PROCESSED,
                "the request's fields take " + size + " bytes, and " + peer + " takes at most " + most
                        + " (RFC 9114 §4.2.2); send fewer or shorter ones",
                null,
                Progress.NONE,
                setting);
    }

    /** The connection ended under a request. */
    static H3Exception ended(H3Exception end, boolean sent, Progress progress, Setting setting) {
        return new H3Exception(
                end.kind(),
                end.scope(),
                end.origin(),
                end.code(),
                sent ? RequestOutcome.UNKNOWN : RequestOutcome.NOT_PROCESSED,
                String.valueOf(end.getMessage()),
                end,
                progress,
                setting);
    }

    /** The request's body could not be had. */
    static H3Exception body(Throwable cause, Progress progress, Setting setting) {
        return new H3Exception(
                Kind.IO,
                ErrorScope.MESSAGE,
                Origin.LOCAL,
                null,
                RequestOutcome.UNKNOWN,
                String.valueOf(cause.getMessage()),
                cause.getCause() != null ? cause.getCause() : cause,
                progress,
                setting);
    }

    /**
     * This side gave the request up.
     *
     * @param code what the peer was told, or null if there was no stream yet
     */
    static H3Exception cancelled(@Nullable H3ErrorCode code, String peer, Progress progress, Setting setting) {
        return new H3Exception(
                Kind.CANCELLED,
                ErrorScope.STREAM,
                Origin.LOCAL,
                code == null ? null : application(code),
                code == null ? RequestOutcome.NOT_PROCESSED : RequestOutcome.UNKNOWN,
                "the request to " + peer + " was cancelled on this side",
                null,
                progress,
                setting);
    }

    /** The peer gave no sign of life: its idle timeout, known early. */
    static H3Exception lost(String peer, Setting setting) {
        return new H3Exception(
                Kind.TIMEOUT,
                ErrorScope.CONNECTION,
                Origin.TIMEOUT,
                null,
                RequestOutcome.UNKNOWN,
                peer + " gave no sign of life on its connection, which was left; has the network changed?",
                null,
                Progress.NONE,
                setting);
    }

    /** Whether the codec found the message malformed, and if so what it said. */
    static @Nullable Violation malformed(Throwable error) {
        Throwable inner = error instanceof DecoderException && error.getCause() != null ? error.getCause() : error;
        if (inner instanceof Http3HeadersValidationException invalid) {
            return Violation.malformed(String.valueOf(invalid.getMessage()));
        }
        if (inner instanceof Http3Exception codec) {
            return new Violation(
                    Kind.H3_PROTOCOL,
                    ErrorScope.CONNECTION,
                    new H3ErrorCode(codec.errorCode().code()),
                    String.valueOf(codec.getMessage()));
        }
        return null;
    }

    static QuicErrorCode application(H3ErrorCode code) {
        return QuicErrorCode.application(code.value());
    }

    static OptionalLong resetCode(Throwable error) {
        return dev.quiver.quic.internal.spi.StreamSignals.get().resetCode(error);
    }
}
