package dev.quiver.urlsession;

/** Told of WebSockets, beside what every task tells. See {@link UrlSessionDelegate} for threads. */
public interface UrlSessionWebSocketDelegate extends UrlSessionTaskDelegate {
    /**
     * The handshake is done: messages go both ways.
     *
     * @param subprotocol which of those offered the server chose, or empty
     */
    default void didOpen(UrlSession session, WebSocketTask task, String subprotocol) {
        Fallback.webSocket(session, this).ifPresent(other -> other.didOpen(session, task, subprotocol));
    }

    /**
     * A Close frame came; {@link #didComplete} follows.
     *
     * @param closeCode as received; 1005 if the frame named none, 1006 if there was no frame (RFC 6455 §7.4.1)
     * @param reason as received, or empty
     */
    default void didClose(UrlSession session, WebSocketTask task, int closeCode, String reason) {
        Fallback.webSocket(session, this).ifPresent(other -> other.didClose(session, task, closeCode, reason));
    }
}
