package dev.quiver.quic.message;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where messages begin and end in a stream of bytes. Both sides of a stream must use the same.
 *
 * <p>One framer may serve many streams at once, so {@link #frame} is safe to use from any thread; a {@link Parser}
 * serves one stream and is called by one thread at a time.
 */
public interface MessageFramer {
    /** The limit of {@link #varintLength()}: 1 MiB. */
    int DEFAULT_MAX_SIZE = 1 << 20;

    /** As {@link #varintLength(int)} with messages of at most {@link #DEFAULT_MAX_SIZE}. */
    static MessageFramer varintLength() {
        return varintLength(DEFAULT_MAX_SIZE);
    }

    /**
     * Each message behind its length, as a variable-length integer (RFC 9000 §16): one byte of overhead up to 63 bytes,
     * two up to 16383. A message may be empty. Lengths in longer encodings than needed are accepted, as RFC 9000 allows.
     *
     * @param maxSize the most bytes of one message, both ways; memory is taken as they come, not as they are announced
     * @throws IllegalArgumentException if maxSize is negative
     */
    static MessageFramer varintLength(int maxSize) {
        return new VarintFramer(maxSize);
    }

    /**
     * The bytes that stand for a message on the stream.
     *
     * @param message its remaining bytes; not changed, and not kept beyond the buffers returned
     * @return what to send, in order; may hold the message itself
     * @throws MessageException if it cannot be sent, for its size for one; nothing is sent then, and the stream goes on
     */
    List<ByteBuffer> frame(ByteBuffer message) throws MessageException;

    /** Takes messages out of a stream, from its first byte on. */
    Parser newParser();

    /** Takes messages out of one stream. What it keeps of an unfinished message, it must bound. */
    interface Parser {
        /**
         * Takes bytes up to the end of the next message.
         *
         * @param input bytes of the stream, in any cut; what is left in it after a message comes again next time
         * @return the message, in a buffer that its receiver may keep; null when all of the input is taken and the message
         *     is not whole
         * @throws MessageException if these bytes are no message or one too large: the peer is told to stop
         */
        @Nullable
        ByteBuffer parse(ByteBuffer input) throws MessageException;

        /**
         * The stream has ended well (a FIN).
         *
         * @return the message that the end completes, or null if the end is between two messages
         * @throws MessageException if it is {@linkplain MessageException.Reason#TORN inside one}
         */
        @Nullable
        ByteBuffer end() throws MessageException;
    }
}
