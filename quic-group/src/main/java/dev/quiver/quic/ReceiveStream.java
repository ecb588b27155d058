package dev.quiver.quic;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;

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

    /** As {@link #publisher(Executor, int, long)}: on the common pool, in chunks of at most 64 KiB, stop code 0. */
    default Flow.Publisher<ByteBuffer> publisher() {
        return publisher(ForkJoinPool.commonPool(), StreamFlow.MAX_CHUNK, 0);
    }

    /**
     * The stream's bytes as a publisher for one subscriber; a second one gets an {@link IllegalStateException}. From the
     * subscription on it does all the receiving.
     *
     * <p>Chunks come as they are demanded, none empty, and the subscriber owns them. One chunk is received ahead of
     * demand, so that an end or a failure is told without it; who demands no more stalls the peer at the stream's window
     * (RFC 9000 §4.1). {@code onComplete} is the peer's FIN, {@code onError} has the {@link QuicException}: a reset, or
     * the end of the group. A cancel before the end sends STOP_SENDING, as does a subscriber that throws.
     *
     * @param executor where all signals run, one at a time; {@code Runnable::run} for the thread that has the news, which
     *     may be the transport's and must not block
     * @param maxChunk the most bytes in one chunk, at least 1
     * @param stopCode the application's error code for a cancel, 0 to 2^31-1
     * @throws IllegalArgumentException if a number is out of range
     */
    default Flow.Publisher<ByteBuffer> publisher(Executor executor, int maxChunk, long stopCode) {
        return StreamFlow.publisher(this, executor, maxChunk, stopCode);
    }

    /** As {@link #inputStream(long)} with stop code 0. */
    default StreamInput inputStream() {
        return inputStream(0);
    }

    /**
     * The stream's bytes for a thread that may block, a virtual one above all. Make one, and receive by no other way from
     * then on: what it has read ahead is not given back.
     *
     * @param stopCode the application's error code for closing it unread and for an interrupt, 0 to 2^31-1
     * @throws IllegalArgumentException if the code is out of range
     */
    default StreamInput inputStream(long stopCode) {
        return new StreamInput(this, stopCode);
    }
}
