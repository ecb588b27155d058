package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Frames to pieces of messages: inflated, and text decoded. One piece at a time, so that nothing is gathered. */
final class MessageReader {
    private final FrameReader frames;
    private final @Nullable Inflation inflation;
    private final TextDecoder decoder = new TextDecoder();
    private boolean text;
    private boolean inflating;

    /** @param inflation where permessage-deflate was agreed on */
    MessageReader(@Nullable Inflation inflation) {
        this.inflation = inflation;
        this.frames = new FrameReader(inflation != null);
    }

    boolean betweenMessages() {
        return frames.betweenMessages();
    }

    /** The next find, or null when all of the buffer was taken. */
    @Nullable
    Message next(ByteBuffer in) throws FrameViolation {
        while (true) {
            if (inflating) {
                Inflation from = inflation();
                ByteBuffer piece = from.next();
                inflating = !from.starved();
                boolean last = from.ended();
                Message found = data(piece, last);
                if (found != null) {
                    return found;
                }
                continue;
            }
            Frame frame = frames.next(in);
            if (frame == null) {
                return null;
            }
            Message found = null;
            if (frame instanceof Frame.Data data) {
                text = data.text();
                if (data.compressed()) {
                    inflation().feed(data.payload(), data.last());
                    inflating = true;
                } else {
                    found = data(data.payload(), data.last());
                }
            } else if (frame instanceof Frame.Ping ping) {
                found = new Message.Ping(ping.payload());
            } else if (frame instanceof Frame.Pong pong) {
                found = new Message.Pong(pong.payload());
            } else if (frame instanceof Frame.Close close) {
                found = new Message.Close(close.code(), close.reason());
            }
            if (found != null) {
                return found;
            }
        }
    }

    private Inflation inflation() {
        Inflation agreed = inflation;
        if (agreed == null) {
            throw new IllegalStateException("compression was not agreed on");
        }
        return agreed;
    }

    private @Nullable Message data(ByteBuffer piece, boolean last) throws FrameViolation {
        if (!text) {
            return piece.hasRemaining() || last ? new Message.Binary(piece, last) : null;
        }
        String decoded = decoder.decode(piece, last);
        return decoded.isEmpty() && !last ? null : new Message.Text(decoded, last);
    }
}
