package dev.quiver.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The answer to a request: any number of {@link #informational}, one {@link #head}, any number of {@link #write}, one
 * {@link #end}; or {@link #reset} at any point. Safe to use from any thread, one call after another; a call out of turn
 * throws IllegalStateException.
 *
 * <p>Futures complete on the connection's event loop unless done already; they fail with an IOException when the client
 * has stopped the response or the connection is lost. To a HEAD request nothing of the body is sent.
 */
public interface Response {
    /** An interim response, status 100 to 199 (RFC 9110 §15.2). */
    CompletableFuture<Void> informational(int status, Fields fields);

    /** The final status and fields; sent as given, fields that break the rules included. */
    CompletableFuture<Void> head(int status, Fields fields);

    /**
     * A part of the body.
     *
     * @param data all that remains in it is sent; it must not change until the future is done
     * @return done when the transport has taken all: waiting for it before the next part is the back-pressure
     */
    CompletableFuture<Void> write(ByteBuffer data);

    /** The end, without trailers; done when the transport has taken it. */
    CompletableFuture<Void> end();

    /** The end, with these fields behind the body (RFC 9114 §4.1). */
    CompletableFuture<Void> end(Fields trailers);

    /** Head, text and end in one. */
    CompletableFuture<Void> send(int status, String text);

    /** RESET_STREAM (RFC 9000 §19.4), and STOP_SENDING unless the request has ended. Code up to 2^31-1. */
    void reset(long code);

    /**
     * Bytes straight onto the stream, past all framing: for tests of broken peers. Allowed at any point before the end,
     * without a head too; {@link #end()} then sends nothing but FIN.
     */
    CompletableFuture<Void> raw(ByteBuffer data);

    /**
     * An HTTP datagram of this request (RFC 9297 §2.1), at any point; fails with a {@link
     * dev.quiver.quic.DatagramException} if it is refused.
     */
    CompletableFuture<Void> datagram(ByteBuffer payload);

    /** A QUIC datagram on this request's connection, as it is: for tests of broken peers. */
    CompletableFuture<Void> rawDatagram(ByteBuffer datagram);

    /** Done after this time; never fails. */
    CompletableFuture<Void> after(Duration time);

    /** GOAWAY on this request's connection (RFC 9114 §5.2): this request is the last that it serves. */
    void goAway();

    /** CONNECTION_CLOSE on this request's connection, with an application code up to 2^31-1. */
    void closeConnection(long code, String reason);
}
