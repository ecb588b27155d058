package dev.quiver.urlsession;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket (RFC 6455), over HTTP/3 (RFC 9220) where the client and the server can. {@link #resume()} opens it; what is
 * sent before it is open waits. Ends without an error when it was closed by Close frames, from whichever side. {@link
 * #suspend()} only holds the receiving of messages. Made by {@link UrlSession#webSocketTask}. Thread-safe.
 */
public final class WebSocketTask extends UrlSessionTask {
    private static final long MOST_AT_FIRST = 1 << 20;

    private final List<String> subprotocols;
    private final WebSocketLink link;
    private volatile long maximumMessageSize = MOST_AT_FIRST;
    private volatile @Nullable UrlData refusal;

    WebSocketTask(UrlSession session, long identifier, UrlRequest request, List<String> subprotocols) {
        super(session, identifier, request, false);
        this.subprotocols = List.copyOf(subprotocols);
        this.link = new WebSocketLink(this);
    }

    @Override
    void stateChanged() {
        link.stateChanged();
    }

    List<String> subprotocols() {
        return subprotocols;
    }

    void refused(UrlData response) {
        refusal = response;
        counts().head(response.response());
    }

    /**
     * Sends a message, after those before it.
     *
     * @return done when the transport has taken it, which is the back-pressure; fails with a {@link UrlError}
     */
    public CompletableFuture<Void> sendMessage(WebSocketMessage message) {
        return link.send(Objects.requireNonNull(message, "message"));
    }

    /**
     * The next message. Several calls are answered in their order; what comes while nobody asks waits, up to {@link
     * #maximumMessageSize()} bytes in all, and then the server does.
     *
     * @return fails with a {@link UrlError} once there will be none
     */
    public CompletableFuture<WebSocketMessage> receiveMessage() {
        return link.receive();
    }

    /**
     * Sends a Ping.
     *
     * @return done when its Pong has come; fails with a {@link UrlError}
     */
    public CompletableFuture<Void> sendPing() {
        return link.ping();
    }

    /**
     * Closes the WebSocket: sends what was sent before, then a Close frame, and ends when the server's has come, or after
     * 10 s without.
     *
     * @param closeCode 1000, 1001, 1003, 1007 to 1014 or 3000 to 4999: what may be sent (RFC 6455 §7.4)
     * @param reason at most 123 bytes in UTF-8
     * @throws IllegalArgumentException if the code may not be sent or the reason is too long
     */
    public void cancel(int closeCode, String reason) {
        boolean known = closeCode == 1000
                || closeCode == 1001
                || closeCode == 1003
                || closeCode >= 1007 && closeCode <= 1014
                || closeCode >= 3000 && closeCode <= 4999;
        if (!known) {
            throw new IllegalArgumentException("the code " + closeCode + " may not be sent (RFC 6455 §7.4)");
        }
        if (reason.getBytes(StandardCharsets.UTF_8).length > 123) {
            throw new IllegalArgumentException("a reason has at most 123 bytes (RFC 6455 §5.5)");
        }
        link.close(closeCode, reason);
    }

    /** Bytes that a message received may have, in UTF-8 where it is a text. Default 1 MiB, as Apple's. */
    public long maximumMessageSize() {
        return maximumMessageSize;
    }

    /**
     * Sets the limit on messages received. A longer one ends the task with {@link
     * UrlErrorCode#DATA_LENGTH_EXCEEDS_MAXIMUM}, and the server is told 1009.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public void maximumMessageSize(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maximumMessageSize must be 1 or more, not " + bytes);
        }
        this.maximumMessageSize = bytes;
    }

    /** The code of the server's Close frame, once it came; as {@link UrlSessionWebSocketDelegate#didClose}. */
    public OptionalInt closeCode() {
        return link.closeCode();
    }

    /** The reason of the server's Close frame, once it came. */
    public Optional<String> closeReason() {
        return link.closeReason();
    }

    /** The HTTP response by which the server refused the handshake, with its body as a text; empty if it did not. */
    public Optional<UrlData> refusal() {
        return Optional.ofNullable(refusal);
    }
}
