package dev.quiver.quic;

/** What becomes of a stream that the peer opens while no {@link StreamHandler} is registered. */
public sealed interface StreamPolicy {
    /**
     * It is held unread until a handler comes. What this can cost is bounded by {@link FlowControl}: held streams use up
     * the peer's stream limits, and each at most its window.
     */
    record Hold() implements StreamPolicy {}

    /**
     * It is refused with STOP_SENDING and, where it goes both ways, RESET_STREAM.
     *
     * @param code the application's error code, 0 to 2^31-1
     */
    record Refuse(long code) implements StreamPolicy {
        public Refuse {
            if (code < 0 || code > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a code is 0 to 2^31-1 here, not " + code);
            }
        }
    }

    /** {@link Hold}. */
    static StreamPolicy hold() {
        return new Hold();
    }

    /** {@link Refuse} with a code of the application protocol. */
    static StreamPolicy refuse(long code) {
        return new Refuse(code);
    }
}
