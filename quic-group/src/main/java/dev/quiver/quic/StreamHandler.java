package dev.quiver.quic;

/**
 * Takes the streams that the peer opens.
 *
 * <p>Called once for each, one call at a time, in the order in which the peer opened them, on the group's callback
 * executor. What it throws resets that stream only.
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * @param stream a {@link BidirectionalStream}, or a {@link ReceiveStream} when the peer's stream is one-way
     */
    void onStream(QuicStream stream);
}
