package dev.quiver.urlsession;

import java.time.Duration;

/** When to wait for a network, and how long. */
final class Connectivity {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(30);

    private Connectivity() {}

    /** Whether a network or server that comes back would help: nothing has reached it yet. */
    static boolean isMissing(UrlError error) {
        return !error.serverMayHaveActed()
                && switch (error.code()) {
                    case CANNOT_FIND_HOST,
                            CANNOT_CONNECT_TO_HOST,
                            NOT_CONNECTED_TO_INTERNET,
                            DNS_LOOKUP_FAILED,
                            TIMED_OUT -> true;
                    default -> false;
                };
    }

    /** Before the next try, after so many: twice as long each time. */
    static Duration wait(int tries) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(tries, 10));
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
