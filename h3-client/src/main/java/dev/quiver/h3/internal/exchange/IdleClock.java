package dev.quiver.h3.internal.exchange;

/**
 * Decides when the bodies of an exchange have stood still for too long. Time counts only while it is the peer's move: while
 * what was asked for does not come, or what was sent is not taken. A pause of the caller's own never counts. Pure: takes
 * events and the time in nanoseconds. Not thread-safe.
 */
public final class IdleClock {
    /** Whose move it is in one direction. */
    public enum Turn {
        /** Nobody's: the body has not begun, or is over. */
        NOBODY,
        /** The caller's: its subscriber asks for nothing, or its publisher gives nothing. */
        CALLER,
        /** The peer's. */
        PEER
    }

    private final long limit;
    private Turn upload = Turn.NOBODY;
    private Turn download = Turn.NOBODY;
    private long since;

    /** @param limit in nanoseconds */
    public IdleClock(long limit) {
        this.limit = limit;
    }

    /** Whose move it is in the request's body. */
    public void upload(Turn turn, long now) {
        boolean before = counts();
        upload = turn;
        begin(before, now);
    }

    /** Whose move it is in the response's body. */
    public void download(Turn turn, long now) {
        boolean before = counts();
        download = turn;
        begin(before, now);
    }

    private void begin(boolean before, long now) {
        if (!before && counts()) {
            since = now;
        }
    }

    /** Something moved, either way. */
    public void moved(long now) {
        since = now;
    }

    /** Whether the peer is waited for. A server that waits for the caller's own body owes nothing meanwhile. */
    public boolean counts() {
        return upload == Turn.PEER || download == Turn.PEER && upload != Turn.CALLER;
    }

    /** Nanoseconds until the limit is reached, if nothing moves before; 0 or less when it is. Only while it {@link #counts}. */
    public long left(long now) {
        return since + limit - now;
    }
}
