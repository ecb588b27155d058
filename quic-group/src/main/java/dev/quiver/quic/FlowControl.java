package dev.quiver.quic;

/**
 * How much the peer may send before this side has read it (RFC 9000 §4): the bound on received, unread bytes.
 *
 * @param connection bytes over all streams
 * @param localBidirectional bytes on each bidirectional stream that this side opened
 * @param peerBidirectional bytes on each bidirectional stream that the peer opened
 * @param unidirectional bytes on each one-way stream of the peer
 * @param peerBidirectionalStreams how many bidirectional streams the peer may have open at once (RFC 9000 §4.6)
 * @param peerUnidirectionalStreams how many one-way streams the peer may have open at once
 */
public record FlowControl(
        long connection,
        long localBidirectional,
        long peerBidirectional,
        long unidirectional,
        long peerBidirectionalStreams,
        long peerUnidirectionalStreams) {

    /** 24 MiB a connection, 16 MiB a stream, 100 streams of each type; the reasons are in {@code docs/limits.md}. */
    public static final FlowControl DEFAULT = new FlowControl(24L << 20, 16L << 20, 16L << 20, 1L << 20, 100, 100);

    public FlowControl {
        if (connection < 1 || localBidirectional < 1 || peerBidirectional < 1 || unidirectional < 1) {
            throw new IllegalArgumentException("a window must be at least one byte");
        }
        if (peerBidirectionalStreams < 0 || peerUnidirectionalStreams < 0) {
            throw new IllegalArgumentException("a stream limit cannot be negative");
        }
    }
}
