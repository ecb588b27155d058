package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The receiving side of permessage-deflate (RFC 7692 §7.2.2). Gives at most {@link #PIECE_BYTES} at a time, and more only
 * when asked: a message of a few bytes that unfolds to gigabytes takes no more memory than any other.
 */
final class Inflation {
    static final int PIECE_BYTES = 64 << 10;

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final boolean keepContext;
    private final Inflater inflater = new Inflater(true);
    private ByteBuffer remaining = ByteBuffer.allocate(0);
    private boolean last;
    private boolean tailFed;
    private boolean starved = true;
    private boolean ended;

    /** @param keepContext whether the server may refer to earlier messages */
    Inflation(boolean keepContext) {
        this.keepContext = keepContext;
    }

    /** A piece of a compressed message; only when {@link #starved}. */
    void feed(ByteBuffer piece, boolean lastOfMessage) {
        remaining = piece.duplicate();
        inflater.setInput(remaining);
        last = lastOfMessage;
        tailFed = false;
        starved = false;
        ended = false;
    }

    /** Some of what it unfolds to, perhaps nothing. */
    ByteBuffer next() throws FrameViolation {
        byte[] out = new byte[PIECE_BYTES];
        int length = 0;
        try {
            while (length < out.length) {
                int more = inflater.inflate(out, length, out.length - length);
                length += more;
                if (inflater.finished()) {
                    // A final block may end before the message does (RFC 7692 §7.2.3.4): the rest begins anew.
                    startAnew();
                } else if (more == 0 && inflater.needsDictionary()) {
                    throw FrameViolation.protocol("a compressed message wants a dictionary");
                } else if (more == 0 && inflater.needsInput()) {
                    if (!last || tailFed) {
                        starved = true;
                        ended = last;
                        break;
                    }
                    tailFed = true;
                    remaining = ByteBuffer.wrap(TAIL);
                    inflater.setInput(remaining);
                }
            }
        } catch (DataFormatException broken) {
            throw new FrameViolation(
                    CloseCodes.NOT_CONSISTENT, "a compressed message cannot be unfolded: " + broken.getMessage());
        }
        if (ended && !keepContext) {
            inflater.reset();
        }
        return ByteBuffer.wrap(out, 0, length);
    }

    private void startAnew() {
        // The inflater has moved the buffer's position to where it stopped.
        ByteBuffer rest = remaining;
        inflater.reset();
        inflater.setInput(rest);
    }

    /** Whether it needs to be fed. */
    boolean starved() {
        return starved;
    }

    /** Whether the message ended with what {@link #next} gave. */
    boolean ended() {
        return ended;
    }
}
