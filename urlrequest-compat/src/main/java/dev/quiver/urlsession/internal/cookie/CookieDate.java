package dev.quiver.urlsession.internal.cookie;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates as cookies have them: almost anything in which a time, a day, a month and a year can be found (RFC 6265bis §5.1.1). */
final class CookieDate {
    private static final Pattern DELIMITERS = Pattern.compile("[\\x09\\x20-\\x2f\\x3b-\\x40\\x5b-\\x60\\x7b-\\x7e]+");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[^0-9].*)?", Pattern.DOTALL);
    private static final Pattern DAY = Pattern.compile("([0-9]{1,2})(?:[^0-9].*)?", Pattern.DOTALL);
    private static final Pattern YEAR = Pattern.compile("([0-9]{2,4})(?:[^0-9].*)?", Pattern.DOTALL);
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int UNSET = -1;

    private int hour = UNSET;
    private int minute;
    private int second;
    private int day = UNSET;
    private int month = UNSET;
    private int year = UNSET;

    private CookieDate() {}

    /** The date, or null where none is found. */
    static @Nullable Instant parse(String text) {
        CookieDate date = new CookieDate();
        for (String token : DELIMITERS.split(text)) {
            if (!token.isEmpty()) {
                date.take(token);
            }
        }
        return date.instant();
    }

    private void take(String token) {
        Matcher time = TIME.matcher(token);
        if (hour == UNSET && time.matches()) {
            hour = Integer.parseInt(time.group(1));
            minute = Integer.parseInt(time.group(2));
            second = Integer.parseInt(time.group(3));
            return;
        }
        Matcher number = DAY.matcher(token);
        if (day == UNSET && number.matches()) {
            day = Integer.parseInt(number.group(1));
            return;
        }
        int named = token.length() < 3
                ? UNSET
                : MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
        if (month == UNSET && named >= 0 && named % 3 == 0) {
            month = named / 3 + 1;
            return;
        }
        Matcher digits = YEAR.matcher(token);
        if (year == UNSET && digits.matches()) {
            int value = Integer.parseInt(digits.group(1));
            year = value >= 100 ? value : value >= 70 ? value + 1900 : value + 2000;
        }
    }

    private @Nullable Instant instant() {
        if (hour == UNSET || day == UNSET || month == UNSET || year < 1601) {
            return null;
        }
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchDate) {
            return null;
        }
    }
}
