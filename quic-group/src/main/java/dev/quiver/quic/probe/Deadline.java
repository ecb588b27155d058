package dev.quiver.quic.probe;

import java.time.Duration;

/**
 * When to be done.
 *
 * @param limit how long there was at first
 * @param end on the clock of {@link System#nanoTime()}
 */
record Deadline(Duration limit, long end) {
    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** What is left, at least a millisecond: 0 means for ever to sockets. */
    int millis() {
        long left = (end - System.nanoTime()) / 1_000_000;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, left));
    }

    /** What is left, at least a millisecond. */
    Duration left() {
        return Duration.ofMillis(millis());
    }
}
