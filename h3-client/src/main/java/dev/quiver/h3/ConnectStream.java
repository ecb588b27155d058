package dev.quiver.h3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The stream that an {@link ExtendedConnect} opened: bytes both ways with back-pressure, and the HTTP datagrams and
 * capsules of RFC 9297 beside and on it. Safe to use from any thread; futures complete on the client's executor, or
 * were done when they were returned. Close it, unless both sides have ended: it holds a stream of the connection.
 */
public interface ConnectStream extends AutoCloseable {
    /** The server's answer, status 2xx; it has no body, the stream is what follows it. */
    H3Response<Void> response();

    /**
     * Sends all that remains in the buffer, copied at once: it is the caller's again when this returns. Calls are sent
     * in their order.
     *
     * @return done when the transport has room for more: waiting for it is the back-pressure. Fails with an IOException
     *     when the stream is over, or the server told this side to stop
     */
    CompletableFuture<Void> send(ByteBuffer data);

    /** Ends this side of the stream (FIN), behind what was sent. The server's side goes on. */
    void finish();

    /**
     * The next bytes that came, the caller's from then on; null when the server has ended its side. One call at a time.
     * What is not received stays with the server, stalled by flow control.
     *
     * @return fails with an {@link H3Exception} when the stream was reset or the connection is over, and with
     *     IllegalStateException while another call waits
     */
    CompletableFuture<@Nullable ByteBuffer> receive();

    /**
     * The stream as a sequence of capsules (RFC 9297 §3). From then on it is read and written by them alone; {@link
     * #send} and {@link #receive} throw.
     *
     * @param maxLength the longest value of a capsule that is taken; a longer one resets the stream, but for those that
     *     are skipped
     * @param known the types that the protocol knows. Capsules of others are skipped, as RFC 9297 §3.2 wants it; DATAGRAM
     *     capsules go to {@link #datagrams()}
     */
    CapsuleStream capsules(int maxLength, long... known);

    /** Its HTTP datagrams. */
    HttpDatagrams datagrams();

    /** RESET_STREAM and STOP_SENDING with this code; what was not sent is lost. */
    void reset(H3ErrorCode code);

    /** Resets the stream with {@code H3_REQUEST_CANCELLED}, unless both sides have ended. */
    @Override
    void close();

    /** A value of the capsule protocol that breaks its rules. */
    final class CapsuleException extends IOException {
        private static final long serialVersionUID = 1L;

        public CapsuleException(String message) {
            super(message);
        }
    }
}
