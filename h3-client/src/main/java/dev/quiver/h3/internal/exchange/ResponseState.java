package dev.quiver.h3.internal.exchange;

import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * What a server may send on a request stream, and in which order (RFC 9114 §4.1): interim heads, one final head, data,
 * at most one trailer section, the end. Each event is answered by null or by the rule it broke; after that no more
 * events may come. Not thread-safe.
 */
public final class ResponseState {
    /** What a field section turned out to be. */
    public enum Section {
        INFORMATIONAL,
        FINAL,
        TRAILERS
    }

    /** More interim responses than anyone needs: each is kept until the exchange ends. */
    static final int MAX_INFORMATIONAL = 64;

    private enum Phase {
        HEADS,
        BODY,
        TRAILERS
    }

    private final boolean headRequest;
    private final boolean connect;
    private Phase phase = Phase.HEADS;
    private int interim;
    private int status;
    private boolean bodyForbidden;
    private long declared = -1;
    private long received;
    private Section section = Section.INFORMATIONAL;

    /** For the response to a request of this method. */
    public ResponseState(String method) {
        this.headRequest = method.equals("HEAD");
        this.connect = method.equals("CONNECT");
    }

    /**
     * A field section came.
     *
     * @param statusText the value of {@code :status}, or null where there is none
     */
    public @Nullable Violation section(@Nullable CharSequence statusText, FieldLines fields) {
        Violation badField = fields(fields);
        if (badField != null) {
            return badField;
        }
        return switch (phase) {
            case HEADS -> head(statusText, fields);
            case BODY -> {
                if (tunnel()) {
                    yield Violation.unexpectedFrame("a HEADERS frame came in a tunnel (RFC 9114 §4.4)");
                }
                if (statusText != null) {
                    // A second final head, or an interim one behind it, is a frame out of place.
                    yield Violation.malformed("a second response head came on the stream");
                }
                phase = Phase.TRAILERS;
                section = Section.TRAILERS;
                yield null;
            }
            case TRAILERS -> Violation.unexpectedFrame("a HEADERS frame came behind the trailers");
        };
    }

    private @Nullable Violation head(@Nullable CharSequence statusText, FieldLines fields) {
        int parsed = statusText == null ? -1 : status(statusText);
        if (parsed < 0) {
            return Violation.malformed(
                    statusText == null ? "the response has no :status" : "the response's :status is not a number");
        }
        if (parsed < 200) {
            section = Section.INFORMATIONAL;
            status = parsed;
            if (parsed == 101) {
                return Violation.malformed("the response's :status is 101, which HTTP/3 does not have (RFC 9114 §4.5)");
            }
            return ++interim <= MAX_INFORMATIONAL
                    ? null
                    : Violation.excessive("more than " + MAX_INFORMATIONAL + " interim responses came");
        }
        section = Section.FINAL;
        status = parsed;
        phase = Phase.BODY;
        bodyForbidden = headRequest || !tunnel() && parsed == 204 || parsed == 304;
        // RFC 9110 §9.3.6: what follows a successful CONNECT is a tunnel, and a content-length is to be ignored.
        return tunnel() ? null : contentLength(fields);
    }

    private boolean tunnel() {
        return connect && status / 100 == 2;
    }

    private @Nullable Violation contentLength(FieldLines fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.name(i).equals("content-length")) {
                continue;
            }
            long length = number(fields.value(i));
            if (length < 0 || declared >= 0 && declared != length) {
                return Violation.malformed("the response's content-length is not one number: " + fields.value(i));
            }
            declared = length;
        }
        return null;
    }

    private static @Nullable Violation fields(FieldLines fields) {
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            if (!FieldRules.isLowerCaseToken(name)) {
                return Violation.malformed("the response has a field whose name is not one (RFC 9114 §4.2)");
            }
            if (FieldRules.isDangerousValue(fields.value(i))) {
                return Violation.malformed(
                        "the response's field " + name + " has a control character in it (RFC 9114 §10.3)");
            }
            if (FieldRules.isConnectionSpecific(name)) {
                return Violation.malformed("the response has the field " + name + " (RFC 9114 §4.2)");
            }
        }
        return null;
    }

    /** This many bytes of a DATA frame came; 0 for a frame's head. */
    public @Nullable Violation data(long bytes) {
        if (phase != Phase.BODY) {
            return Violation.unexpectedFrame(
                    phase == Phase.HEADS
                            ? "a DATA frame came before the response's head"
                            : "a DATA frame came behind the trailers");
        }
        received += bytes;
        if (bytes > 0 && bodyForbidden) {
            return Violation.malformed("the response has a body, which "
                    + (headRequest ? "one to HEAD" : "one of status " + status) + " cannot have (RFC 9110 §6.4.1)");
        }
        if (declared >= 0 && !bodyForbidden && received > declared) {
            return Violation.malformed("the response's body is longer than its content-length of " + declared);
        }
        return null;
    }

    /** The peer finished the stream between two frames. */
    public @Nullable Violation finished() {
        if (phase == Phase.HEADS) {
            return Violation.truncated("the stream ended without a response");
        }
        if (declared >= 0 && !bodyForbidden && received != declared) {
            return Violation.truncated("the response ended after " + received + " of " + declared + " bytes");
        }
        return null;
    }

    /** What the last section was. */
    public Section section() {
        return section;
    }

    /** The last head's status. */
    public int status() {
        return status;
    }

    /** Whether the final head came. */
    public boolean headReceived() {
        return phase != Phase.HEADS;
    }

    /** Bytes of body so far. */
    public long received() {
        return received;
    }

    private static int status(CharSequence text) {
        if (text.length() != 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < 3; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value >= 100 ? value : -1;
    }

    private static long number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
