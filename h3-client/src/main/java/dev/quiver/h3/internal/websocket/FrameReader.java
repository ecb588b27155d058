package dev.quiver.h3.internal.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's frames (RFC 6455 §5.2) out of pieces cut anywhere. Payloads of data frames are passed on as they come,
 * so that a frame of any length takes no memory; control frames are gathered, being short.
 */
final class FrameReader {
    private static final int MAX_CONTROL = 125;

    private final boolean deflate;
    private final byte[] head = new byte[10];
    private int headBytes;
    private int headLength = 2;
    private boolean inPayload;
    private boolean fin;
    private int opcode;
    private long left;
    private boolean inMessage;
    private boolean text;
    private boolean compressed;
    private boolean closed;
    private ByteBuffer control = ByteBuffer.allocate(0);

    /** @param deflate whether permessage-deflate was agreed on, which gives RSV1 a meaning */
    FrameReader(boolean deflate) {
        this.deflate = deflate;
    }

    /** Whether the peer may end here: between two frames, and not inside a message. */
    boolean betweenMessages() {
        return headBytes == 0 && !inPayload && !inMessage;
    }

    /** The next find, or null when all of the buffer was taken. Behind a Close, all is taken and ignored. */
    @Nullable
    Frame next(ByteBuffer in) throws FrameViolation {
        if (closed) {
            in.position(in.limit());
            return null;
        }
        while (true) {
            if (!inPayload) {
                if (!readHead(in)) {
                    return null;
                }
                begin();
            }
            if (left > 0 && !in.hasRemaining()) {
                return null;
            }
            Frame found = payload(in);
            if (found != null) {
                return found;
            }
        }
    }

    private boolean readHead(ByteBuffer in) throws FrameViolation {
        while (headBytes < headLength) {
            if (!in.hasRemaining()) {
                return false;
            }
            head[headBytes++] = in.get();
            if (headBytes == 2) {
                checkHead();
            }
        }
        return true;
    }

    private void checkHead() throws FrameViolation {
        int first = head[0] & 0xff;
        int second = head[1] & 0xff;
        fin = (first & 0x80) != 0;
        opcode = first & 0x0f;
        boolean controlFrame = opcode >= 0x8;
        switch (opcode) {
            case Opcode.CONTINUATION -> {
                if (!inMessage) {
                    throw FrameViolation.protocol("a continuation frame came without a message to continue");
                }
            }
            case Opcode.TEXT, Opcode.BINARY -> {
                if (inMessage) {
                    throw FrameViolation.protocol("a new message began before the last one had ended");
                }
            }
            case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> {
                if (!fin) {
                    throw FrameViolation.protocol("a control frame was fragmented");
                }
            }
            default -> throw FrameViolation.protocol("a frame has the unknown opcode 0x" + Integer.toHexString(opcode));
        }
        int reserved = first & 0x70;
        boolean begins = opcode == Opcode.TEXT || opcode == Opcode.BINARY;
        if (reserved != 0 && !(reserved == 0x40 && deflate && begins)) {
            throw FrameViolation.protocol("a frame has reserved bits set, which were not agreed on");
        }
        if ((second & 0x80) != 0) {
            throw FrameViolation.protocol("the server masked a frame (RFC 6455 §5.1)");
        }
        int length = second & 0x7f;
        if (controlFrame && length > MAX_CONTROL) {
            throw FrameViolation.protocol("a control frame is longer than 125 bytes");
        }
        if (begins) {
            text = opcode == Opcode.TEXT;
            compressed = reserved != 0;
        }
        headLength = length == 126 ? 4 : length == 127 ? 10 : 2;
    }

    private void begin() throws FrameViolation {
        long length = head[1] & 0x7f;
        if (headLength > 2) {
            length = 0;
            for (int i = 2; i < headLength; i++) {
                length = length << 8 | head[i] & 0xff;
            }
            if (length < 0) {
                throw FrameViolation.protocol("a frame's length has its highest bit set");
            }
            if (length < (headLength == 4 ? 126 : 65_536)) {
                throw FrameViolation.protocol("a frame's length takes more bytes than it needs");
            }
        }
        left = length;
        headBytes = 0;
        headLength = 2;
        inPayload = true;
        if (opcode >= 0x8) {
            control = ByteBuffer.allocate((int) length);
        } else {
            inMessage = true;
        }
    }

    private @Nullable Frame payload(ByteBuffer in) throws FrameViolation {
        int here = (int) Math.min(left, in.remaining());
        ByteBuffer piece = in.slice(in.position(), here);
        in.position(in.position() + here);
        left -= here;
        if (left == 0) {
            inPayload = false;
        }
        if (opcode >= 0x8) {
            control.put(piece);
            return left == 0 ? control(control.flip()) : null;
        }
        boolean last = fin && left == 0;
        if (last) {
            inMessage = false;
        }
        return here > 0 || last ? new Frame.Data(text, compressed, piece, last) : null;
    }

    private Frame control(ByteBuffer payload) throws FrameViolation {
        return switch (opcode) {
            case Opcode.PING -> new Frame.Ping(payload);
            case Opcode.PONG -> new Frame.Pong(payload);
            default -> close(payload);
        };
    }

    private Frame close(ByteBuffer payload) throws FrameViolation {
        closed = true;
        if (!payload.hasRemaining()) {
            return new Frame.Close(CloseCodes.NO_CODE, "");
        }
        if (payload.remaining() == 1) {
            throw FrameViolation.protocol("a Close frame has one byte, which is no code (RFC 6455 §5.5.1)");
        }
        int code = payload.getShort() & 0xffff;
        if (!CloseCodes.mayCome(code)) {
            throw FrameViolation.protocol("a Close frame has the code " + code + ", which no server may send");
        }
        try {
            return new Frame.Close(
                    code, StandardCharsets.UTF_8.newDecoder().decode(payload).toString());
        } catch (CharacterCodingException broken) {
            throw new FrameViolation(CloseCodes.NOT_CONSISTENT, "a Close frame's reason is not UTF-8");
        }
    }
}
