package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;

/** What a {@link FrameReader} finds. */
sealed interface Frame {
    /**
     * A piece of a data message.
     *
     * @param text whether the message is text
     * @param compressed whether the message is compressed (RFC 7692 §6)
     * @param payload a piece of a frame's payload
     * @param last whether the message ends with it
     */
    record Data(boolean text, boolean compressed, ByteBuffer payload, boolean last) implements Frame {}

    /** A whole Ping (RFC 6455 §5.5.2). */
    record Ping(ByteBuffer payload) implements Frame {}

    /** A whole Pong (RFC 6455 §5.5.3). */
    record Pong(ByteBuffer payload) implements Frame {}

    /** A whole Close (RFC 6455 §5.5.1), {@link CloseCodes#NO_CODE} where it has none. */
    record Close(int code, String reason) implements Frame {}
}
