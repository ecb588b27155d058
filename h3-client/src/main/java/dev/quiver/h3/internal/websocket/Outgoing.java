package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What one call sends, cut into payloads of frames. */
sealed interface Outgoing {
    /** Short enough that a Ping or a Pong need not wait long behind it. */
    int FRAME_BYTES = 64 << 10;

    /** The next payload; one of no bytes where there is nothing at all to send. */
    ByteBuffer next();

    /** Whether that was all. */
    boolean exhausted();

    /** Text to UTF-8. */
    final class Text implements Outgoing {
        private final CharBuffer text;
        private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

        Text(CharSequence text) {
            this.text = CharBuffer.wrap(text);
        }

        /** Where the text stops being UTF-16, or null. */
        static @Nullable String malformed(CharSequence text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else if (Character.isSurrogate(c)) {
                    return "the text has half a surrogate pair at index " + i;
                }
            }
            return null;
        }

        @Override
        public ByteBuffer next() {
            ByteBuffer out = ByteBuffer.allocate(Math.min(FRAME_BYTES, 3 * text.remaining()));
            encoder.encode(text, out, true);
            return out.flip();
        }

        @Override
        public boolean exhausted() {
            return !text.hasRemaining();
        }
    }

    /** Bytes; the buffer's position moves as they are taken. */
    record Binary(ByteBuffer data) implements Outgoing {
        @Override
        public ByteBuffer next() {
            int length = Math.min(FRAME_BYTES, data.remaining());
            ByteBuffer piece = data.slice(data.position(), length);
            data.position(data.position() + length);
            return piece;
        }

        @Override
        public boolean exhausted() {
            return !data.hasRemaining();
        }
    }
}
