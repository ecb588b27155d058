package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;

/** What a {@link MessageReader} finds, as a listener is told. */
sealed interface Message {
    /** A piece of text; {@code last} ends the message. */
    record Text(String text, boolean last) implements Message {}

    /** A piece of a binary message. */
    record Binary(ByteBuffer data, boolean last) implements Message {}

    record Ping(ByteBuffer payload) implements Message {}

    record Pong(ByteBuffer payload) implements Message {}

    record Close(int code, String reason) implements Message {}
}
