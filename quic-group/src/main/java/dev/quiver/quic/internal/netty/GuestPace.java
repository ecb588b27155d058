package dev.quiver.quic.internal.netty;

/**
 * When guests may come, or the loop be lent, again after one that was late: the longer, the more often that happens. A pure decision: times are
 * nanoseconds of any clock that does not go back.
 */
final class GuestPace {
    static final long SHORTEST = 10_000_000;
    static final long LONGEST = 1_000_000_000;

    private long pause = SHORTEST;
    private long closedUntil;
    private boolean closed;

    /** One was late. */
    void late(long now) {
        // Where the last one was late a while ago, this one is taken for an accident.
        boolean again = closed && now - closedUntil < 10 * pause;
        pause = again ? Math.min(2 * pause, LONGEST) : SHORTEST;
        closedUntil = now + pause;
        closed = true;
    }

    /** Whether one may come. */
    boolean open(long now) {
        return !closed || now - closedUntil >= 0;
    }
}
