package dev.quiver.quic.message;

import dev.quiver.quic.SendStream;
import dev.quiver.quic.SendSubscriber;
import dev.quiver.quic.internal.flow.Causes;
import dev.quiver.quic.internal.flow.ErrorCodes;
import dev.quiver.quic.internal.flow.Push;
import dev.quiver.quic.internal.flow.PushSubscriber;
import dev.quiver.quic.internal.flow.Turn;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages over a stream. Safe to use from any thread: messages go out whole, in the order of the calls, never one
 * inside another.
 */
public final class MessageSender {
    private final SendStream stream;
    private final MessageFramer framer;
    private final long errorCode;
    private final Queue<Queued> queue = new ConcurrentLinkedQueue<>();
    /** So that the parts of a message stay together, though a call may come from inside another's completion. */
    private final Turn turn = new Turn(Runnable::run, this::sendQueued);

    private MessageSender(SendStream stream, MessageFramer framer, long errorCode) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.framer = Objects.requireNonNull(framer, "framer");
        this.errorCode = ErrorCodes.check(errorCode);
    }

    /** A message, or the end where there is none. */
    private record Queued(@Nullable ByteBuffer message, CompletableFuture<Void> sent) {}

    /** As {@link #over(SendStream, MessageFramer, long)} with code 0. */
    public static MessageSender over(SendStream stream, MessageFramer framer) {
        return over(stream, framer, 0);
    }

    /**
     * Sends messages over this stream, behind what was sent on it before. Nothing else may send on it.
     *
     * @param errorCode the application's error code for {@link #reset}, 0 to 2^31-1
     * @throws IllegalArgumentException if the code is out of range
     */
    public static MessageSender over(SendStream stream, MessageFramer framer, long errorCode) {
        return new MessageSender(stream, framer, errorCode);
    }

    /** What it sends over. */
    public SendStream stream() {
        return stream;
    }

    /**
     * Sends a message: the buffer's remaining bytes, of which there may be none. The buffer belongs to the stream until
     * the future completes.
     *
     * @return completes when all of it is with the transport and there is room for more: waiting for it is the
     *     back-pressure. Exceptionally with a {@link MessageException} if the framer refuses it, with nothing sent and the
     *     stream as it was; with a {@link dev.quiver.quic.QuicException} of a larger scope if the stream failed. Cancelling
     *     it has no effect
     */
    public CompletableFuture<Void> send(ByteBuffer message) {
        return add(new Queued(Objects.requireNonNull(message, "message"), new CompletableFuture<>()));
    }

    /** Finishes the stream after the messages sent before: the peer receives its end. */
    public CompletableFuture<Void> finish() {
        return add(new Queued(null, new CompletableFuture<>()));
    }

    /** Abandons the stream with RESET_STREAM (RFC 9000 §19.4). After the end it does nothing. */
    public void reset() {
        stream.reset(errorCode);
    }

    /** As {@link #subscriber(Executor)} on the common pool. */
    public SendSubscriber<ByteBuffer> subscriber() {
        return subscriber(ForkJoinPool.commonPool());
    }

    /**
     * A subscriber that sends what a publisher gives, a message an item, and finishes the stream when the publisher
     * completes. A message that the framer refuses ends it as a failure of the stream does.
     *
     * @param executor where the publisher is asked for more and told to stop
     */
    public SendSubscriber<ByteBuffer> subscriber(Executor executor) {
        return new PushSubscriber<>(new Messages(), executor);
    }

    private CompletableFuture<Void> add(Queued item) {
        queue.add(item);
        turn.wake();
        return item.sent;
    }

    private void sendQueued() {
        for (Queued next = queue.poll(); next != null; next = queue.poll()) {
            CompletableFuture<Void> sent = next.sent;
            parts(next).whenComplete((done, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(Causes.of(failure));
                }
            });
        }
    }

    private CompletableFuture<Void> parts(Queued item) {
        if (item.message == null) {
            return stream.finish();
        }
        List<ByteBuffer> parts;
        try {
            parts = framer.frame(item.message);
        } catch (MessageException e) {
            return CompletableFuture.failedFuture(e.on(stream));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        // In order, so the last one's fate is the message's.
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (ByteBuffer part : parts) {
            last = stream.send(part);
        }
        return last;
    }

    private final class Messages implements Push<ByteBuffer> {
        @Override
        public CompletableFuture<Void> push(ByteBuffer message) {
            return send(message);
        }

        @Override
        public CompletableFuture<Void> end() {
            return finish();
        }

        @Override
        public void abandon() {
            reset();
        }
    }
}
