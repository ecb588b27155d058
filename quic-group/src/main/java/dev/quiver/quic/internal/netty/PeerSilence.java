package dev.quiver.quic.internal.netty;

/**
 * Decides whether the peer is gone: nothing came from it for the limit although something was due. Without a clock,
 * timer or socket; times are nanoseconds of any origin.
 *
 * <p>What is due cannot be read off encrypted packets, but off when they are sent. The transport acknowledges what it
 * receives at once, in the turn in which it reads; a packet that it sends at any other time has to be acknowledged by
 * the peer (data, or a probe for data that was not: RFC 9002 §6.2). Data sent in the turn of a read is not told from an
 * acknowledgement; its probe is, one probe timeout later.
 */
final class PeerSilence {
    /** {@link #check} found nothing to wait for. */
    static final long NOTHING_DUE = -1;

    /** {@link #check} found the peer gone. */
    static final long GONE = 0;

    /** A wake-up as late as this shows that this side was held up, and packets may lie unread. */
    private static final long HELD_UP_NANOS = 100_000_000;

    private final long limit;
    private boolean reading;
    private boolean waiting;
    private long since;

    PeerSilence(long limitNanos) {
        this.limit = limitNanos;
    }

    /** A packet came; packets sent until {@link #readDone} may be mere acknowledgements. */
    void received() {
        reading = true;
        waiting = false;
    }

    void readDone() {
        reading = false;
    }

    /**
     * A packet is sent.
     *
     * @return whether an answer is due from now on; then {@link #check} is to be called after the limit
     */
    boolean sent(long now) {
        if (reading || waiting) {
            return false;
        }
        waiting = true;
        since = now;
        return true;
    }

    /**
     * Looks whether the peer is gone.
     *
     * @param due when this look was due
     * @return how long to wait until the next look, or {@link #GONE}, or {@link #NOTHING_DUE}
     */
    long check(long now, long due) {
        if (!waiting) {
            return NOTHING_DUE;
        }
        long left = since + limit - now;
        if (left > 0) {
            return left;
        }
        return now - due > HELD_UP_NANOS ? HELD_UP_NANOS : GONE;
    }
}
