package dev.quiver.h3.internal.wire;

import dev.quiver.h3.H3Exception;
import dev.quiver.h3.internal.message.FieldLines;
import dev.quiver.h3.internal.message.ResponseHead;
import java.nio.ByteBuffer;

/**
 * Hears what becomes of a call. Every method is called on the connection's event loop and must not block; after {@link
 * #ended} or {@link #failed} nothing more comes.
 */
public interface CallListener {
    /** The call has a stream; its head is on the way. */
    void opened();

    /** An interim response came. */
    void informational(ResponseHead head);

    /** The final response's head came. */
    void head(ResponseHead head);

    /**
     * A piece of the body, the listener's from now on.
     *
     * @return whether to read on; if not, {@link CallHandle#readOn()} does
     */
    boolean data(ByteBuffer piece);

    /** The trailers came. */
    void trailers(FieldLines fields);

    /** All that had arrived was told: a good time to pass it on. */
    void pause();

    /** The response is whole. */
    void ended();

    /**
     * An HTTP datagram came (RFC 9297 §2.1), this listener's from now on. Unlike all else here it is told on any thread,
     * and may come before the head. Only told of an extended CONNECT.
     *
     * @return whether datagrams mean anything to the call; if not, it is aborted
     */
    default boolean datagram(ByteBuffer payload) {
        return false;
    }

    /** The call failed. Told also after {@link CallHandle#cancel}, unless it had ended. */
    void failed(H3Exception cause);
}
