package dev.quiver.testkit.relay;

/**
 * What one direction of a relay has done so far, in datagrams unless named otherwise.
 *
 * @param received came in
 * @param bytesReceived their payload
 * @param sent went out, copies included
 * @param bytesSent their payload
 * @param dropped lost at random, or taken out by a {@link DatagramTap}
 * @param queueFull lost before the bottleneck, or because the system took no more
 * @param cutOff lost in a blackhole, or sent to a place that a rebinding had left
 * @param duplicated sent twice
 * @param reordered held back for others to overtake
 * @param corrupted had a bit flipped
 */
public record LinkCounts(
        long received,
        long bytesReceived,
        long sent,
        long bytesSent,
        long dropped,
        long queueFull,
        long cutOff,
        long duplicated,
        long reordered,
        long corrupted) {

    /** All that did not arrive. */
    public long lost() {
        return dropped + queueFull + cutOff;
    }
}
