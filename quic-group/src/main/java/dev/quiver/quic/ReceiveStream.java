package dev.quiver.quic;

import java.util.concurrent.CompletableFuture;

/** The receiving part of a stream (RFC 9000 §3.2). Safe to use from any thread. */
public interface ReceiveStream extends QuicStream {
    /**
     * Receives the next bytes: at least {@code min} unless the stream ends first, at most {@code max}.
     *
     * <p>Bytes are read from the transport only for a call that waits, plus one read-ahead: a caller who does not
     * receive stalls the peer at the stream's flow-control window (RFC 9000 §4.1). One call at a time.
     *
     * @return completes with the chunk; after a chunk that was {@linkplain Chunk#last() last}, with empty last chunks;
     *     exceptionally with a {@link QuicException} when the peer reset the stream (its code is in it) or the group
     *     ended
     * @throws IllegalArgumentException unless {@code 0 < min <= max}
     * @throws IllegalStateException if a receive is already waiting
     */
    CompletableFuture<Chunk> receive(int min, int max);

    /**
     * Tells the peer that nobody will read on: STOP_SENDING (RFC 9000 §19.5). A waiting receive fails.
     *
     * @param code the application's error code, 0 to 2^31-1
     * @throws IllegalArgumentException if the code is out of range
     */
    void stopSending(long code);
}
