package dev.quiver.quic;

/**
 * How many datagrams may wait, and which are lost when there are more. The counts of what was refused and dropped are
 * in {@link GroupStats}.
 *
 * @param sendQueue how many may wait for congestion control, beyond which {@link Datagrams#send} refuses
 * @param receiveQueue how many may wait for the receiver, beyond which {@code overflow} decides
 * @param overflow which one is dropped when the receive queue is full
 */
public record DatagramOptions(int sendQueue, int receiveQueue, Overflow overflow) {
    /** 128 to send, 256 received, the oldest dropped: what is late is worth least to those who use datagrams. */
    public static final DatagramOptions DEFAULT = new DatagramOptions(128, 256, Overflow.DROP_OLDEST);

    private static final int MOST = 1 << 16;

    /** Which datagram is lost when one comes and the queue is full. */
    public enum Overflow {
        /** The one that has waited longest: for media and state, where the newest counts. */
        DROP_OLDEST,
        /** The one that comes: for requests, where the first is served first. */
        DROP_NEWEST
    }

    /** @throws IllegalArgumentException unless each queue holds 1 to 65536 */
    public DatagramOptions {
        if (sendQueue < 1 || receiveQueue < 1 || sendQueue > MOST || receiveQueue > MOST) {
            throw new IllegalArgumentException("a queue holds 1 to " + MOST + " datagrams");
        }
    }
}
