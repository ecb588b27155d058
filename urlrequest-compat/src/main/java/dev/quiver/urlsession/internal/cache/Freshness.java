package dev.quiver.urlsession.internal.cache;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How old a stored response is, and how old it may become (RFC 9111 §4.2). */
final class Freshness {
    /** RFC 9110 §15.1: these may be kept without being told for how long. */
    static final Set<Integer> HEURISTIC_STATUSES = Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);

    /** RFC 9111 §4.2.2 suggests a tenth of the time since the last change; a week is long enough for a guess. */
    private static final Duration LONGEST_GUESS = Duration.ofDays(7);

    private Freshness() {}

    /** RFC 9111 §4.2.1. */
    static Duration lifetime(StoredResponse stored) {
        HttpHeaders fields = stored.fields();
        CacheControl control = CacheControl.of(fields);
        Optional<Duration> maxAge = control.seconds("max-age");
        if (maxAge.isPresent()) {
            return maxAge.get();
        }
        Instant date = date(fields, stored.responseTime());
        List<String> expires = fields.allValues("expires");
        if (!expires.isEmpty()) {
            return HttpDate.parse(expires.get(0), stored.responseTime())
                    .map(end -> positive(Duration.between(date, end)))
                    .orElse(Duration.ZERO); // RFC 9111 §5.3: what is no date has passed
        }
        if (!HEURISTIC_STATUSES.contains(stored.status()) && !control.has("public")) {
            return Duration.ZERO;
        }
        Duration guess = fields.firstValue("last-modified")
                .flatMap(text -> HttpDate.parse(text, stored.responseTime()))
                .map(changed -> positive(Duration.between(changed, date)).dividedBy(10))
                .orElse(Duration.ZERO);
        return guess.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : guess;
    }

    /** RFC 9111 §4.2.3. */
    static Duration age(StoredResponse stored, Instant now) {
        HttpHeaders fields = stored.fields();
        Duration apparent = positive(Duration.between(date(fields, stored.responseTime()), stored.responseTime()));
        Duration delay = positive(Duration.between(stored.requestTime(), stored.responseTime()));
        Duration corrected = toldAge(fields).plus(delay);
        Duration initial = apparent.compareTo(corrected) > 0 ? apparent : corrected;
        return initial.plus(positive(Duration.between(stored.responseTime(), now)));
    }

    /** RFC 9111 §5.1: of several values the first counts, and one that is no number is as good as none. */
    private static Duration toldAge(HttpHeaders fields) {
        List<String> values = FieldList.members(fields, "age");
        long seconds = values.isEmpty() ? 0 : CacheControl.deltaSeconds(values.get(0));
        return Duration.ofSeconds(Math.max(0, seconds));
    }

    /** RFC 9110 §6.6.1: a response without a date is of when it came. */
    static Instant date(HttpHeaders fields, Instant received) {
        return fields.firstValue("date")
                .flatMap(text -> HttpDate.parse(text, received))
                .orElse(received);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
