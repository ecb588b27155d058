package dev.quiver.urlsession;

import java.nio.ByteBuffer;

/** One message of a WebSocket (RFC 6455 §5.6). */
public sealed interface WebSocketMessage {
    /** A text. */
    record Text(String text) implements WebSocketMessage {}

    /**
     * Bytes.
     *
     * @param data its remaining bytes are the message; when sent they must not change until that is done, when received
     *     they are read-only and the receiver's
     */
    record Binary(ByteBuffer data) implements WebSocketMessage {}

    /** A text to be sent. */
    static WebSocketMessage of(String text) {
        return new Text(text);
    }

    /** Bytes to be sent; not copied. */
    static WebSocketMessage of(byte[] data) {
        return new Binary(ByteBuffer.wrap(data));
    }
}
