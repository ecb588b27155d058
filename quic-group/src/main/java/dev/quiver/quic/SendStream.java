package dev.quiver.quic;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * The sending part of a stream (RFC 9000 §3.1). Safe to use from any thread; sends go out in the order of the calls.
 */
public interface SendStream extends QuicStream {
    /**
     * Sends all remaining bytes of {@code data}.
     *
     * <p>The buffer belongs to the stream until the future completes, which it does when all of it is with the
     * transport and there is room for more: waiting for it before the next call is the back-pressure.
     *
     * @return completes exceptionally with a {@link QuicException}: scope {@code STREAM} when the peer asked to stop
     *     or the stream was reset, {@code CONNECTION} when the group ended
     */
    CompletableFuture<Void> send(ByteBuffer data);

    /**
     * Sends, and ends the stream with these bytes if they are the last: the counterpart of {@link Chunk#last()}. Whoever
     * knows that they are should say so here rather than call {@link #finish()} later: it saves a packet.
     *
     * @return as {@link #send(ByteBuffer)}, or as {@link #finish()} if they are the last
     */
    default CompletableFuture<Void> send(ByteBuffer data, boolean last) {
        CompletableFuture<Void> sent = send(data);
        return last ? finish() : sent;
    }

    /**
     * Ends the stream after everything sent before (a FIN, RFC 9000 §3.1). Completes when the FIN is with the
     * transport. Without it the stream never ends well: a group that closes first truncates it.
     */
    CompletableFuture<Void> finish();

    /**
     * Abandons the stream: what is queued is dropped and the peer gets RESET_STREAM (RFC 9000 §19.4).
     *
     * @param code the application's error code, 0 to 2^31-1 (the transport takes no more)
     * @throws IllegalArgumentException if the code is out of range
     */
    void reset(long code);

    /**
     * How soon this stream's data goes out compared with the group's others (RFC 9218 §4): lower urgencies first; among
     * equals, incremental streams share and the others go one after another. Local only: the peer is not told.
     *
     * @param urgency 0 to 7; 3 is usual
     * @throws IllegalArgumentException if the urgency is out of range
     */
    void priority(int urgency, boolean incremental);

    /** As {@link #subscriber(Executor, long)}: on the common pool, reset code 0. */
    default SendSubscriber<ByteBuffer> subscriber() {
        return subscriber(ForkJoinPool.commonPool(), 0);
    }

    /**
     * A subscriber that sends what a publisher gives and finishes the stream when the publisher completes.
     *
     * @param executor where the publisher is asked for more and told to stop: publishers that do their work inside {@code
     *     request} do it there, so not on the transport's thread
     * @param resetCode the application's error code for the reset after the publisher's failure, 0 to 2^31-1
     * @throws IllegalArgumentException if the code is out of range
     */
    default SendSubscriber<ByteBuffer> subscriber(Executor executor, long resetCode) {
        return StreamFlow.subscriber(this, executor, resetCode);
    }

    /** As {@link #outputStream(long)} with reset code 0. */
    default StreamOutput outputStream() {
        return outputStream(0);
    }

    /**
     * An output for a thread that may block, a virtual one above all. Closing it finishes the stream; {@link
     * StreamOutput#sendAll} is for content that may fail to come.
     *
     * @param resetCode the application's error code for the reset after a failure, 0 to 2^31-1
     * @throws IllegalArgumentException if the code is out of range
     */
    default StreamOutput outputStream(long resetCode) {
        return new StreamOutput(this, resetCode);
    }
}
