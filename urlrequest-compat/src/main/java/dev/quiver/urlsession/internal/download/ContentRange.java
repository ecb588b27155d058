package dev.quiver.urlsession.internal.download;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Content-Range} of one range (RFC 9110 §14.4).
 *
 * @param first offset of its first byte
 * @param last offset of its last byte
 * @param total bytes of the whole representation, or -1 where the server does not know
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern SYNTAX =
            Pattern.compile("\\s*(?i:bytes)\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)\\s*");

    /** The field's, or empty where there is none that makes sense. */
    static Optional<ContentRange> of(HttpHeaders fields) {
        Matcher range = SYNTAX.matcher(fields.firstValue("content-range").orElse(""));
        if (!range.matches()) {
            return Optional.empty();
        }
        String total = range.group(3);
        ContentRange found = new ContentRange(
                Long.parseLong(range.group(1)),
                Long.parseLong(range.group(2)),
                total.equals("*") ? -1 : Long.parseLong(total));
        return Optional.of(found).filter(it -> it.first <= it.last && (it.total < 0 || it.last < it.total));
    }
}
