package dev.quiver.quic.message;

import dev.quiver.quic.BidirectionalStream;
import dev.quiver.quic.SendSubscriber;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A session of messages over a bidirectional stream. Safe to use from any thread.
 *
 * <p>Both ways have back-pressure of their own: {@link #send} completes when there is room for more, and what is not
 * {@linkplain #receive received} stalls the peer. Details, executors and one-way streams: {@link MessageSender} and
 * {@link MessageReceiver}.
 */
public final class MessageStream implements AutoCloseable {
    private final BidirectionalStream stream;
    private final MessageSender sender;
    private final MessageReceiver receiver;

    private MessageStream(BidirectionalStream stream, MessageFramer framer, long errorCode) {
        this.stream = stream;
        this.sender = MessageSender.over(stream, framer, errorCode);
        this.receiver = MessageReceiver.over(stream, framer, errorCode);
    }

    /** As {@link #over(BidirectionalStream, MessageFramer, long)} with code 0. */
    public static MessageStream over(BidirectionalStream stream, MessageFramer framer) {
        return over(stream, framer, 0);
    }

    /**
     * Messages over this stream, the same framing both ways. Nothing else may use the stream.
     *
     * @param errorCode the application's error code for RESET_STREAM and STOP_SENDING, 0 to 2^31-1
     * @throws IllegalArgumentException if the code is out of range
     */
    public static MessageStream over(BidirectionalStream stream, MessageFramer framer, long errorCode) {
        return new MessageStream(stream, framer, errorCode);
    }

    /** What it runs over. */
    public BidirectionalStream stream() {
        return stream;
    }

    /** The way out. */
    public MessageSender sender() {
        return sender;
    }

    /** The way in. */
    public MessageReceiver receiver() {
        return receiver;
    }

    /** Sends a message, as {@link MessageSender#send} says. */
    public CompletableFuture<Void> send(ByteBuffer message) {
        return sender.send(message);
    }

    /** Receives the next message, empty at the end, as {@link MessageReceiver#receive} says. */
    public CompletableFuture<Optional<ByteBuffer>> receive() {
        return receiver.receive();
    }

    /** The messages that come, instead of {@link #receive}, as {@link MessageReceiver#publisher()} says. */
    public Flow.Publisher<ByteBuffer> publisher() {
        return receiver.publisher();
    }

    /** Sends what a publisher gives, as {@link MessageSender#subscriber()} says. */
    public SendSubscriber<ByteBuffer> subscriber() {
        return sender.subscriber();
    }

    /** Sends no more: the peer receives the end after the messages before. Receiving goes on. */
    public CompletableFuture<Void> finish() {
        return sender.finish();
    }

    /** Abandons both ways: the peer gets RESET_STREAM and STOP_SENDING (RFC 9000 §19.4, §19.5). */
    public void reset() {
        sender.reset();
        receiver.stop();
    }

    /**
     * Ends the session: what was sent goes out and the stream is finished; what the peer still sends is not received
     * (STOP_SENDING unless its end is here). Waits for nothing; {@link #finish} has a future to wait for.
     */
    @Override
    public void close() {
        sender.finish();
        receiver.stop();
    }
}
