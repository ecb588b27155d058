package dev.quiver.urlsession;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a message together, up to a limit. Not thread-safe. */
final class MessageAssembly {
    private final StringBuilder text = new StringBuilder();
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long size;

    /** How many bytes of the message have come. */
    long size() {
        return size;
    }

    /** Adds a part of a text; gives the message if it was the last. */
    @Nullable
    WebSocketMessage add(CharSequence part, boolean last) {
        size += utf8Length(part);
        text.append(part);
        if (!last) {
            return null;
        }
        WebSocketMessage message = new WebSocketMessage.Text(text.toString());
        text.setLength(0);
        return message;
    }

    /** Adds a part of a binary message; gives the message if it was the last. */
    @Nullable
    WebSocketMessage add(ByteBuffer part, boolean last) {
        size += part.remaining();
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
        if (!last) {
            return null;
        }
        WebSocketMessage message =
                new WebSocketMessage.Binary(ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer());
        bytes = new ByteArrayOutputStream();
        return message;
    }

    /** The message was taken: the next begins. */
    void next() {
        size = 0;
    }

    /** Counted without encoding; half of a surrogate pair counts half of its four bytes. */
    private static long utf8Length(CharSequence part) {
        long length = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
