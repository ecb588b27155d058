package dev.quiver.quic.internal.netty;

/**
 * Decides when a connection has been silent for so long that something should be sent. Without a clock, timer or socket;
 * times are nanoseconds of any origin.
 */
final class QuietTime {
    /** {@link #check} found the time come. */
    static final long NOW = 0;

    private final long interval;
    private long last;

    QuietTime(long intervalNanos, long now) {
        this.interval = intervalNanos;
        this.last = now;
    }

    /** A packet went or came. */
    void active(long now) {
        last = now;
    }

    /** How long to wait until the next look, or {@link #NOW}: then the interval begins anew. */
    long check(long now) {
        long left = last + interval - now;
        if (left > 0) {
            return left;
        }
        last = now;
        return NOW;
    }
}
