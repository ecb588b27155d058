package dev.quiver.h3.internal.netty;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.h3.H3Exception.Progress;
import dev.quiver.h3.internal.exchange.Violation;
import dev.quiver.quic.Origin;
import dev.quiver.quic.QuicException;
import dev.quiver.quic.RequestOutcome;

/** What a call fails with, told with how far it came and on which connection. On the event loop. */
final class StreamFailures {
    private StreamFailures() {}

    /** Its head is more than the server takes. */
    static H3Exception tooLarge(RequestStream stream, long size) {
        Http3Connection connection = stream.connection();
        return WireErrors.tooLarge(size, connection.said().maxFieldSection(), connection.peer(), connection.setting());
    }

    /** It waited for a stream in vain. */
    static H3Exception withdrawn(RequestStream stream) {
        Http3Connection connection = stream.connection();
        return WireErrors.notProcessed(
                Kind.STREAM_RESET,
                Origin.LOCAL,
                "no stream to " + connection.peer() + " came free; the request goes on another connection",
                null,
                connection.setting());
    }

    /** The transport gave it no stream. */
    static H3Exception notOpened(RequestStream stream, QuicException cause) {
        return WireErrors.transport(
                cause,
                RequestOutcome.NOT_PROCESSED,
                Progress.NONE,
                stream.connection().setting());
    }

    /** The server broke a rule. */
    static H3Exception violation(RequestStream stream, Violation violation) {
        Http3Connection connection = stream.connection();
        return WireErrors.violation(violation, connection.peer(), stream.progress(), connection.setting());
    }

    /** The server reset the stream. */
    static H3Exception reset(RequestStream stream, long code, Throwable cause) {
        Http3Connection connection = stream.connection();
        return WireErrors.reset(code, connection.peer(), cause, stream.progress(), connection.setting());
    }

    /** The transport failed the stream. */
    static H3Exception transport(RequestStream stream, Throwable cause) {
        Http3Connection connection = stream.connection();
        return WireErrors.transport(
                connection.transport().translate(cause),
                RequestOutcome.UNKNOWN,
                stream.progress(),
                connection.setting());
    }

    /** The connection is over. */
    static H3Exception ended(RequestStream stream, H3Exception end) {
        return WireErrors.ended(
                end, stream.hasStream(), stream.progress(), stream.connection().setting());
    }

    /** The server goes away and did nothing with it (RFC 9114 §5.2). */
    static H3Exception goneAway(RequestStream stream, long from) {
        Http3Connection connection = stream.connection();
        return WireErrors.notProcessed(
                Kind.CLOSED_BY_PEER,
                Origin.PEER,
                connection.peer() + " goes away (GOAWAY " + from + ") and did nothing with the request; send it again",
                null,
                connection.setting());
    }

    /** Its body could not be had. */
    static H3Exception body(RequestStream stream, Throwable cause) {
        return WireErrors.body(cause, stream.progress(), stream.connection().setting());
    }

    /** This side gave it up. */
    static H3Exception cancelled(RequestStream stream, H3ErrorCode code) {
        Http3Connection connection = stream.connection();
        return WireErrors.cancelled(
                stream.hasStream() ? code : null, connection.peer(), stream.progress(), connection.setting());
    }
}
