package dev.quiver.urlsession.cachecases;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/** A number in a date field means so many seconds from the server's time. */
final class CaseDates {
    private static final Set<String> FIELDS =
            Set.of("date", "expires", "last-modified", "if-modified-since", "if-unmodified-since");
    private static final DateTimeFormatter IMF = format("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
    private static final DateTimeFormatter RFC_850 = format("EEEE, dd-MMM-yy HH:mm:ss 'GMT'");

    private CaseDates() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    static String value(String name, JsonNode value, Instant now, JsonNode request) {
        if (!value.isIntegralNumber() || !FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
            return value.asText();
        }
        boolean old = false;
        for (JsonNode field : request.path("rfc850date")) {
            old |= field.asText().equalsIgnoreCase(name);
        }
        return (old ? RFC_850 : IMF).format(now.plusSeconds(value.longValue()));
    }

    static String imf(Instant time) {
        return IMF.format(time);
    }
}
