package dev.quiver.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the texts of options are read, and what is said where they contradict each other. */
final class OptionRules {
    private static final BigDecimal LONGEST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    private OptionRules() {}

    /** Seconds with a fraction, as a person types them. */
    static @Nullable Duration seconds(String option, @Nullable String text) throws UsageException {
        if (text == null) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text.strip());
            if (seconds.signum() > 0 && seconds.compareTo(LONGEST_SECONDS) <= 0) {
                Duration duration = Duration.ofNanos(seconds.movePointRight(9).longValue());
                return duration.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : duration;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(option + " wants seconds, more than 0 and at most a year, not \"" + text + "\"");
    }

    /** What the parser makes of an option's text. */
    static <T> T parsed(String option, String text, Function<String, T> parser) throws UsageException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    /** Refuses two options that are both given. */
    static void exclusive(String one, boolean hasOne, String other, boolean hasOther) throws UsageException {
        if (hasOne && hasOther) {
            throw new UsageException(one + " and " + other + " exclude each other: leave one out");
        }
    }
}
