package dev.quiver.urlsession.internal.load;

import dev.quiver.urlsession.TransactionMetrics;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Told how a load goes: one call at a time, in order, ending with exactly one of {@link #done} and {@link #failed}. Calls
 * come on any thread, sometimes on that of {@link Load#request}, and must not block.
 */
public interface LoadListener {
    /** So many bytes of the request's body have gone to the transport in all. */
    void sent(long bodyBytesSent);

    /** An interim response (RFC 9110 §15.2). */
    void informational(int status, HttpHeaders fields);

    /** The final response's head; once at most. */
    void head(LoadHead head);

    /** A piece of the body, after the head, within what was asked for. Read-only, and the listener's from now on. */
    void data(ByteBuffer buffer);

    /**
     * The response is whole.
     *
     * @param trailers the trailer section, empty where there was none; null where the transport does not tell
     */
    void done(@Nullable HttpHeaders trailers, TransactionMetrics metrics);

    /** There will be no more of it. */
    void failed(LoadFailure failure, TransactionMetrics metrics);
}
