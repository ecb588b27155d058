package dev.quiver.urlsession.internal.load;

/** How many buffers were asked for and not given yet. Not thread-safe: a load's belongs to whoever has the turn. */
public final class Demand {
    private long open;

    /**
     * What a caller asks for.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public static long checked(long buffers) {
        if (buffers <= 0) {
            throw new IllegalArgumentException("ask for 1 buffer or more, not " + buffers);
        }
        return buffers;
    }

    /** As many more; beyond {@link Long#MAX_VALUE} there is no counting. */
    public void add(long buffers) {
        open = open + buffers < 0 ? Long.MAX_VALUE : open + buffers;
    }

    /** One is given. */
    public void take() {
        open--;
    }

    /** How many there are; 0 if nothing may be given. */
    public long open() {
        return open;
    }
}
