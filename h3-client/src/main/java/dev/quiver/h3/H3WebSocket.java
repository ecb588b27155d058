package dev.quiver.h3;

import dev.quiver.quic.HandshakeReport;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What {@link H3Client#newWebSocketBuilder()} makes: a {@link WebSocket} as the JDK describes it, over HTTP/3 (RFC 9220)
 * where the server allows it, else by the JDK's own client over TCP. Over HTTP/3:
 *
 * <ul>
 *   <li>Messages are handed to the listener piece by piece as they come, so that there is no limit on their size and
 *       none is gathered; demand, and nothing else, decides how much is read. A listener that does not ask stalls the
 *       server by flow control.
 *   <li>The futures of {@code sendText} and the others complete when the transport has taken the whole message, which
 *       is the back-pressure.
 *   <li>{@code onError} gets an {@link H3Exception} for what the network did, and a {@link java.net.ProtocolException}
 *       for what the server did against RFC 6455; the server is told the close code.
 *   <li>The end of the stream without a Close frame is {@code onClose} with 1006, as with the JDK's client.
 * </ul>
 */
public interface H3WebSocket extends WebSocket {
    /** What was tried, and why it is HTTP/3 or is not. */
    Route route();

    /** What carries it: {@link Protocol#H3} or, over TCP, {@link Protocol#HTTP_1_1}. */
    Protocol protocol();

    /** The connection's handshake; null over TCP, where the JDK's client does not tell. */
    @Nullable
    HandshakeReport handshake();

    /** Whether messages are compressed (RFC 7692); never over TCP. */
    boolean compressed();

    /**
     * Sets up a WebSocket. The setters of {@link WebSocket.Builder} are as the JDK describes them. Not thread-safe.
     */
    interface Builder extends WebSocket.Builder {
        /**
         * Whether to offer permessage-deflate (RFC 7692), which the server may decline. Never offered over TCP. Default:
         * no, as the JDK's client does not know it either.
         */
        Builder compression(boolean offer);

        /** The options in place of the client's, of which {@link H3Options#discovery()} matters here. */
        Builder options(H3Options options);

        @Override
        Builder header(String name, String value);

        @Override
        Builder connectTimeout(Duration timeout);

        @Override
        Builder subprotocols(String mostPreferred, String... lesserPreferred);

        /**
         * Opens it; the future's WebSocket is a {@link H3WebSocket}. It fails with
         *
         * <ul>
         *   <li>a {@link java.net.http.WebSocketHandshakeException} if the server refused: over HTTP/3 its response is a
         *       {@code HttpResponse<String>} with status, fields and the first 64 KiB of the body; over TCP it is
         *       what the JDK's client makes of it, which has the body as a {@code String} too
         *   <li>a {@link java.net.http.HttpTimeoutException} if the connect time-out was over
         *   <li>an {@link H3Exception} for what the network did
         *   <li>an {@link IllegalArgumentException} for a URI that is neither ws nor wss, or a field that is not allowed:
         *       those that the handshake itself needs, and those that belong to a connection
         * </ul>
         *
         * @param uri {@code wss}; {@code ws}, which HTTP/3 does not have, goes to TCP
         */
        @Override
        CompletableFuture<WebSocket> buildAsync(URI uri, Listener listener);
    }
}
