package dev.quiver.h3.internal.route;

import java.time.Duration;

/**
 * How long a handshake with one origin may be silent before TCP has its turn: RFC 8305 §5's 250 ms until something is
 * known, then what its handshakes took, and four times their deviation, as RFC 6298 §2 does for round trips; within
 * bounds, so that neither a lucky handshake makes TCP start needlessly nor a slow one holds a page up. Times in nanoseconds. Not
 * thread-safe.
 */
public final class HeadStart {
    public static final Duration FIRST = Duration.ofMillis(250);
    public static final Duration LEAST = Duration.ofMillis(150);
    public static final Duration MOST = Duration.ofSeconds(1);

    private long smoothed;
    private long deviation;

    /** A handshake took this long, from its first packet on. */
    public void took(long nanos) {
        if (smoothed == 0) {
            smoothed = nanos;
            deviation = nanos / 2;
        } else {
            deviation += (Math.abs(nanos - smoothed) - deviation) / 4;
            smoothed += (nanos - smoothed) / 8;
        }
    }

    /** Another network: nothing is known. */
    public void forget() {
        smoothed = 0;
        deviation = 0;
    }

    /** What the next handshake is given. */
    public Duration next() {
        if (smoothed == 0) {
            return FIRST;
        }
        long nanos = smoothed + 4 * deviation;
        return Duration.ofNanos(Math.max(LEAST.toNanos(), Math.min(MOST.toNanos(), nanos)));
    }
}
