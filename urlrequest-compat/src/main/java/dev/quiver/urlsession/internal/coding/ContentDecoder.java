package dev.quiver.urlsession.internal.coding;

import java.nio.ByteBuffer;

/**
 * One content coding being undone, piece by piece. Not thread-safe; nothing is kept of the buffers given in.
 *
 * <p>After {@link #decode} either the output is full, and there may be more to come from the same input, or the input is
 * used up.
 */
interface ContentDecoder extends AutoCloseable {
    /**
     * Decodes as much as the input has and the output takes, moving both positions.
     *
     * @throws MalformedContentException if the input is not of this coding; the decoder is of no use after that
     */
    void decode(ByteBuffer input, ByteBuffer output) throws MalformedContentException;

    /** Whether the content may end here: a whole number of coded streams was read, or nothing at all. */
    boolean mayEnd();

    /** Gives back what the decoder holds; to be called once, whether it ended or not. */
    @Override
    void close();
}
