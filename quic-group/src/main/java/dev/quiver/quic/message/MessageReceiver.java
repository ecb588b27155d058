package dev.quiver.quic.message;

import dev.quiver.quic.ReceiveStream;
import dev.quiver.quic.internal.flow.ErrorCodes;
import dev.quiver.quic.internal.flow.Pull;
import dev.quiver.quic.internal.flow.PullPublisher;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;

/**
 * Receives the messages of a stream. Safe to use from any thread.
 *
 * <p>Bytes are received only for a call that waits: who does not ask stalls the peer at the stream's window (RFC 9000
 * §4.1). Kept at most: one chunk of 64 KiB and what the framer keeps of an unfinished message.
 */
public final class MessageReceiver {
    private final ReceiveStream stream;
    private final long errorCode;
    private final Reception reception;

    private MessageReceiver(ReceiveStream stream, MessageFramer framer, long errorCode) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.errorCode = ErrorCodes.check(errorCode);
        this.reception = new Reception(stream, framer.newParser(), errorCode);
    }

    /** As {@link #over(ReceiveStream, MessageFramer, long)} with code 0. */
    public static MessageReceiver over(ReceiveStream stream, MessageFramer framer) {
        return over(stream, framer, 0);
    }

    /**
     * Receives the messages of this stream, from its next byte on. Nothing else may receive from it.
     *
     * @param errorCode the application's error code for the STOP_SENDING after what is no message, after {@link #stop}
     *     and after a cancelled subscription, 0 to 2^31-1
     * @throws IllegalArgumentException if the code is out of range
     */
    public static MessageReceiver over(ReceiveStream stream, MessageFramer framer, long errorCode) {
        return new MessageReceiver(stream, framer, errorCode);
    }

    /** What it receives from. */
    public ReceiveStream stream() {
        return stream;
    }

    /**
     * Receives the next message. One call at a time. Cancelling the future loses no message: the next call gets it.
     *
     * <p>A message at hand is there at once. So a chain that calls this again from its own completion nests as deep as
     * there are messages at hand: loop, use an {@code …Async} method, or the {@linkplain #publisher() publisher}.
     *
     * @return completes, where the stream's futures do, with the message, in a buffer that the caller owns; empty when
     *     the peer has finished the stream after the last one, from then on always. Exceptionally with a {@link
     *     MessageException} when the stream ended inside a message, or when the peer sent none or one too large, after
     *     which the peer was told to stop; with a {@link dev.quiver.quic.QuicException} of a larger scope when the stream
     *     or the group failed; with what an own framer threw; with {@link IllegalStateException} if a call is waiting
     *     already. A failure stays
     */
    public CompletableFuture<Optional<ByteBuffer>> receive() {
        return reception.receive();
    }

    /** As {@link #publisher(Executor)} on the common pool. */
    public Flow.Publisher<ByteBuffer> publisher() {
        return publisher(ForkJoinPool.commonPool());
    }

    /**
     * The messages as a publisher for one subscriber, instead of {@link #receive}. They come as they are demanded; one
     * is received ahead, so that an end or a failure is told without demand. Completes with the stream, fails as {@code
     * receive} does. A cancel sends STOP_SENDING.
     *
     * @param executor where all signals run, one at a time
     */
    public Flow.Publisher<ByteBuffer> publisher(Executor executor) {
        return new PullPublisher<>(Messages::new, executor);
    }

    /** Tells the peer that nobody will receive on: STOP_SENDING (RFC 9000 §19.5). After the end it does nothing. */
    public void stop() {
        stream.stopSending(errorCode);
    }

    private final class Messages implements Pull<ByteBuffer> {
        @Override
        public CompletableFuture<Item<ByteBuffer>> next() {
            return receive().thenApply(message -> new Item<>(message.orElse(null), message.isEmpty()));
        }

        @Override
        public void abandon() {
            stop();
        }
    }
}
