package dev.quiver.urlsession.internal.download;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Finds what tells byte for byte the same representation from another, as {@code If-Range} needs it. */
final class StrongValidator {
    // RFC 9110 §8.8.2.2: later than any difference between a server's clocks.
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private StrongValidator() {}

    /**
     * The entity tag, if it is a strong one (RFC 9110 §8.8.3); without any, the modification date, if the response was made
     * so long after it that a second change in the same second is out of the question (§8.8.2.2).
     */
    static Optional<String> of(HttpHeaders fields) {
        Optional<String> tag = fields.firstValue("etag").map(String::strip);
        if (tag.isPresent()) {
            return tag.filter(StrongValidator::isStrongTag);
        }
        Optional<String> modified = fields.firstValue("last-modified").map(String::strip);
        Optional<Instant> at = modified.flatMap(StrongValidator::date);
        Optional<Instant> made = fields.firstValue("date").flatMap(StrongValidator::date);
        return at.isPresent()
                        && made.isPresent()
                        && !made.get().isBefore(at.get().plus(SETTLED))
                ? modified
                : Optional.empty();
    }

    private static boolean isStrongTag(String tag) {
        return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
