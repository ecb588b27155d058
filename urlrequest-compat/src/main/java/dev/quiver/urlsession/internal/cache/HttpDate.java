package dev.quiver.urlsession.internal.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three forms of a date in a field (RFC 9110 §5.6.7), and none but these: a cache must not guess. */
final class HttpDate {
    private static final String TIME = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
    private static final Pattern IMF_FIXDATE =
            Pattern.compile("[A-Za-z]{3}, (?<day>\\d{2}) (?<month>[A-Za-z]{3}) (?<year>\\d{4}) " + TIME + " GMT");
    private static final Pattern RFC_850 =
            Pattern.compile("[A-Za-z]{6,9}, (?<day>\\d{2})-(?<month>[A-Za-z]{3})-(?<year>\\d{2}) " + TIME + " GMT");
    private static final Pattern ASCTIME =
            Pattern.compile("[A-Za-z]{3} (?<month>[A-Za-z]{3}) (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** The time that this text names, or empty where it is no date. A year of two digits is read as of now. */
    static Optional<Instant> parse(String text, Instant now) {
        for (Pattern form : List.of(IMF_FIXDATE, RFC_850, ASCTIME)) {
            Matcher date = form.matcher(text.strip());
            if (date.matches()) {
                return instant(date, form == RFC_850, now);
            }
        }
        return Optional.empty();
    }

    static String write(Instant time) {
        return WRITTEN.format(time);
    }

    private static Optional<Instant> instant(Matcher date, boolean shortYear, Instant now) {
        int month = MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT)) + 1;
        int year = number(date, "year");
        try {
            // A leap second is the second before it: no clock here has one.
            LocalDateTime time = LocalDateTime.of(
                    shortYear ? century(now) + year : year,
                    month,
                    number(date, "day"),
                    number(date, "hour"),
                    number(date, "minute"),
                    Math.min(59, number(date, "second")));
            // RFC 9110 §5.6.7: more than 50 years ahead means the last century.
            if (shortYear
                    && time.isAfter(LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(50))) {
                time = time.minusYears(100);
            }
            return Optional.of(time.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    private static int century(Instant now) {
        return now.atOffset(ZoneOffset.UTC).getYear() / 100 * 100;
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group).strip());
    }
}
