package dev.quiver.interop.evidence;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The wall clock as qlog writes it. */
final class WallClock {
    private WallClock() {}

    /** Milliseconds since 1970, or 0 where it is not to be read. */
    static long millis(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
