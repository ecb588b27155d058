package dev.quiver.testkit;

/**
 * Speaks on one WebSocket (RFC 9220), on a thread of its own. When it returns, the server's side of the stream ends, with
 * no Close frame unless the handler sent one; when it throws, the stream is reset with H3_INTERNAL_ERROR.
 */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * Speaks.
     *
     * @throws Exception as described above
     */
    void handle(TestWebSocket webSocket) throws Exception;
}
