package dev.quiver.quic;

/**
 * How much the peer may send before this side has read it (RFC 9000 §4): the bound on received, unread bytes.
 *
 * <p><b>Streams.</b> A stream's window is what it begins with. The transport doubles it, up to 16 MiB, while a stream is
 * read so fast that the window would hold it up, so a small one costs a download nothing; a stream that nobody reads
 * keeps the small one. Windows never shrink, and a stream that begins with more than 16 MiB has 16 MiB from then on.
 *
 * <p><b>The connection.</b> Its window is shared. The transport renews it when half of it is left <em>with unread bytes
 * counted as taken</em>: once half of it is full of bytes that nobody reads, all other streams wait until somebody does.
 * With the defaults that takes 48 streams that were never read, or one that was read very fast and then no more. Read
 * on, {@linkplain ReceiveStream#stopSending stop} such streams, or take {@link #UNLIMITED}. More than 24 MiB are given
 * once, and 24 MiB from then on.
 *
 * @param connection bytes over all streams, or {@link #UNLIMITED}
 * @param localBidirectional bytes at first on each bidirectional stream that this side opened
 * @param peerBidirectional bytes at first on each bidirectional stream that the peer opened
 * @param unidirectional bytes at first on each one-way stream of the peer
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

    /**
     * No bound over all streams: none can hold up another whatever the application leaves unread. The bound on memory is
     * then the sum of the streams' windows, so choose those and the numbers of streams with it in mind.
     */
    public static final long UNLIMITED = (1L << 62) - 1;

    /** 24 MiB a connection, 256 KiB a stream at first, 100 streams of each type; the reasons are in {@code docs/limits.md}. */
    public static final FlowControl DEFAULT = new FlowControl(24L << 20, 1L << 18, 1L << 18, 1L << 18, 100, 100);

    /** @throws IllegalArgumentException unless windows are 1 to 2^62-1 bytes, and numbers of streams 0 to 2^60 */
    public FlowControl {
        if (connection < 1 || localBidirectional < 1 || peerBidirectional < 1 || unidirectional < 1) {
            throw new IllegalArgumentException("a window must be at least one byte");
        }
        if (connection > UNLIMITED
                || localBidirectional > UNLIMITED
                || peerBidirectional > UNLIMITED
                || unidirectional > UNLIMITED) {
            // RFC 9000 §16: what a variable-length integer holds.
            throw new IllegalArgumentException("a window is at most 2^62-1 bytes");
        }
        if (peerBidirectionalStreams < 0 || peerUnidirectionalStreams < 0) {
            throw new IllegalArgumentException("a stream limit cannot be negative");
        }
        if (peerBidirectionalStreams > 1L << 60 || peerUnidirectionalStreams > 1L << 60) {
            // RFC 9000 §4.6
            throw new IllegalArgumentException("a stream limit is at most 2^60");
        }
    }
}
