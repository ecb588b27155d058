package dev.quiver.h3.internal.exchange;

import dev.quiver.h3.H3ErrorCode;
import dev.quiver.h3.H3Exception;
import dev.quiver.quic.ErrorScope;

/**
 * A rule that the peer broke.
 *
 * @param kind {@code TRUNCATED} or {@code H3_PROTOCOL}
 * @param scope whether the stream or the whole connection has to end for it
 * @param code what the peer is told
 * @param what the rule and how it was broken, for a person
 */
public record Violation(H3Exception.Kind kind, ErrorScope scope, H3ErrorCode code, String what) {
    /** A malformed message (RFC 9114 §4.1.2). */
    public static Violation malformed(String what) {
        return new Violation(H3Exception.Kind.H3_PROTOCOL, ErrorScope.STREAM, H3ErrorCode.H3_MESSAGE_ERROR, what);
    }

    /** A message that ended before it was whole (RFC 9114 §4.1.2). */
    public static Violation truncated(String what) {
        return new Violation(H3Exception.Kind.TRUNCATED, ErrorScope.STREAM, H3ErrorCode.H3_MESSAGE_ERROR, what);
    }

    /** A stream that ended inside a frame: an error of the connection (RFC 9114 §7.1). */
    public static Violation frameCutShort(String what) {
        return new Violation(H3Exception.Kind.TRUNCATED, ErrorScope.CONNECTION, H3ErrorCode.H3_FRAME_ERROR, what);
    }

    /** A frame where it must not be: an error of the connection (RFC 9114 §4.1). */
    public static Violation unexpectedFrame(String what) {
        return connection(H3ErrorCode.H3_FRAME_UNEXPECTED, what);
    }

    /** A rule of the connection that has a code of its own. */
    public static Violation connection(H3ErrorCode code, String what) {
        return new Violation(H3Exception.Kind.H3_PROTOCOL, ErrorScope.CONNECTION, code, what);
    }

    /** More than this side is willing to take, of one stream. */
    public static Violation excessive(String what) {
        return new Violation(H3Exception.Kind.H3_PROTOCOL, ErrorScope.STREAM, H3ErrorCode.H3_EXCESSIVE_LOAD, what);
    }
}
