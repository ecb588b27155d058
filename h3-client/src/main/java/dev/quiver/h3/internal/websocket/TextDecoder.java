package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 that is cut anywhere, checked as it comes (RFC 6455 §8.1). */
final class TextDecoder {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /** The characters that are whole now. @param last whether the message ends with it */
    String decode(ByteBuffer piece, boolean last) throws FrameViolation {
        ByteBuffer in = piece;
        if (rest.hasRemaining()) {
            in = ByteBuffer.allocate(rest.remaining() + piece.remaining())
                    .put(rest)
                    .put(piece)
                    .flip();
        }
        // UTF-8 never has more UTF-16 units than bytes.
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        CoderResult result = decoder.decode(in, out, last);
        if (result.isError()) {
            throw invalid();
        }
        if (last) {
            decoder.flush(out);
            decoder.reset();
            rest = ByteBuffer.allocate(0);
        } else {
            rest = ByteBuffer.allocate(in.remaining()).put(in).flip();
            if (hopeless()) {
                throw invalid();
            }
        }
        return out.flip().toString();
    }

    /** Whether no byte to come can make the rest a character: said now, and not when they have come. */
    private boolean hopeless() {
        if (rest.remaining() < 2) {
            return false;
        }
        int first = rest.get(0) & 0xff;
        int second = rest.get(1) & 0xff;
        return switch (first) {
            case 0xe0 -> second < 0xa0;
            case 0xed -> second > 0x9f;
            case 0xf0 -> second < 0x90;
            case 0xf4 -> second > 0x8f;
            default -> false;
        };
    }

    private static FrameViolation invalid() {
        return new FrameViolation(CloseCodes.NOT_CONSISTENT, "a text message is not UTF-8 (RFC 6455 §8.1)");
    }
}
