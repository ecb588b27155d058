package dev.quiver.testkit;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came. Its body is read on demand: what no one reads stays with the client, stalled by flow control.
 * Safe to use from any thread; futures complete on the connection's event loop unless done already, so do not block in
 * what depends on them.
 */
public interface Request {
    /** The method. */
    String method();

    /** The path with its query, as it came; the authority for a plain CONNECT. */
    String target();

    /** The target without its query. */
    String path();

    /** A parameter of the query, percent-decoded; the first of its name. */
    Optional<String> query(String name);

    /** Host and port as the client names them; empty if it does not. */
    String authority();

    /** All fields but the pseudo-fields. */
    Fields fields();

    /** The pseudo-field {@code :protocol} of an extended CONNECT (RFC 8441 §4); null without. */
    @Nullable
    String protocol();

    /** The stream's id: 0, 4, 8 and so on. */
    long streamId();

    /** Which of the server's connections it came on, counted from 1. */
    long connection();

    /**
     * The next part of the body, at most some 64 KiB; null at its end. The buffer is the caller's. One call at a time.
     *
     * @return fails with an IOException when the client resets the stream or the connection is lost, and with
     *     IllegalStateException while another read waits
     */
    CompletableFuture<@Nullable ByteBuffer> read();

    /** The whole rest of the body in one array; only for bodies that fit. */
    CompletableFuture<byte[]> readAll();

    /** Reads and forgets the rest of the body; completes with its length in bytes. */
    CompletableFuture<Long> drain();

    /** The fields behind the body; complete when {@link #read} has come to the end, {@link Fields#EMPTY} if none came. */
    Fields trailers();

    /**
     * Takes the request's HTTP datagrams (RFC 9297 §2.1), on the connection's event loop; it must not block. What came
     * before is lost.
     */
    void onDatagram(Consumer<ByteBuffer> handler);

    /** Tells the client to send no more (STOP_SENDING, RFC 9000 §3.5); reading ends here. Code up to 2^31-1. */
    void stopSending(long code);
}
