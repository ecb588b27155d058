package dev.quiver.urlsession.internal.cache;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of a body (RFC 9110 §14.1.2).
 *
 * @param first offset of its first byte
 * @param length how many bytes, 1 or more
 */
record ByteRange(long first, long length) {
    private static final Pattern ONE_RANGE = Pattern.compile("(?i:bytes)=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** What a Range field asks of a body of this length; empty where it is not one range that lies in it. */
    static Optional<ByteRange> of(String field, long complete) {
        Matcher range = ONE_RANGE.matcher(field);
        if (!range.matches() || complete == 0) {
            return Optional.empty();
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty()) {
            long last = to.isEmpty() ? 0 : Math.min(complete, Long.parseLong(to));
            return last == 0 ? Optional.empty() : Optional.of(new ByteRange(complete - last, last));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? complete - 1 : Math.min(complete - 1, Long.parseLong(to));
        return first > last ? Optional.empty() : Optional.of(new ByteRange(first, last - first + 1));
    }

    /** As Content-Range tells it (RFC 9110 §14.4). */
    String contentRange(long complete) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + complete;
    }
}
