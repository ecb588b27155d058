package dev.quiver.h3.internal.route;

import java.time.Duration;

/**
 * How long QUIC to an origin is left alone after it failed: 5 s, doubled with each failure up to 5 min, forgotten with
 * the first success. Times in nanoseconds. Not thread-safe.
 */
public final class BackOff {
    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private int failures;
    private long failedAt;
    private long until;
    private String reason = "";

    /** It failed. */
    public void failed(String why, long now) {
        long delay = FIRST.toNanos() << Math.min(failures, 20);
        failures++;
        failedAt = now;
        until = now + Math.min(delay, LONGEST.toNanos());
        reason = why;
    }

    /** It worked. */
    public void succeeded() {
        failures = 0;
    }

    /** Whether it is to be left alone now. */
    public boolean holds(long now) {
        return failures > 0 && now - until < 0;
    }

    /** Whether it ever failed since it last worked. */
    public boolean remembers() {
        return failures > 0;
    }

    /** Why it is left alone, or tried beside the request and not before it, for a person. */
    public String reason(long now) {
        return "QUIC failed " + (now - failedAt) / 1_000_000_000 + " s ago (" + reason + ") and is "
                + (holds(now)
                        ? "tried again in " + ((until - now) / 1_000_000_000 + 1) + " s"
                        : "being tried again beside this request, for later ones");
    }
}
