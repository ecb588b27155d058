package dev.quiver.h3;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * The HTTP datagrams of one {@link ConnectStream} (RFC 9297 §2): each arrives whole or not at all, in any order. They
 * travel in QUIC datagrams where both sides take them, which {@link #maxSize()} tells. Threads and futures are as there.
 */
public interface HttpDatagrams {
    /**
     * What became of those that came.
     *
     * @param received how many came in QUIC datagrams or DATAGRAM capsules
     * @param dropped how many of them gave way to newer ones because nobody took them: 256 may wait
     * @param unclaimed how many came on this connection for streams that were not open, and were dropped
     */
    record Counts(long received, long dropped, long unclaimed) {}

    /**
     * The longest payload that a QUIC datagram can carry now; it may change. Empty if the server takes none: then only
     * the DATAGRAM capsule is left (RFC 9297 §3.5), sent by {@link CapsuleStream#send}.
     */
    OptionalInt maxSize();

    /**
     * Sends one, copied at once. An empty payload is allowed.
     *
     * @return done when the transport has taken it; fails with a {@link dev.quiver.quic.DatagramException} when it was
     *     refused: too large, too many waiting, or not supported
     */
    CompletableFuture<Void> send(ByteBuffer payload);

    /**
     * The next one that came, the caller's from then on. One call at a time.
     *
     * @return fails with an IOException when the stream is over, and with IllegalStateException while another call waits
     */
    CompletableFuture<ByteBuffer> receive();

    /** What became of those that came so far. */
    Counts counts();
}
