package dev.quiver.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a WebSocket, a frame at a time: what a test needs, to see everything that a client sends and to
 * send what no good server would. Nothing is answered by itself. For one thread at a time; every method blocks until the
 * transport has done it.
 */
public interface TestWebSocket {
    /** The opcode of a frame that goes on with a message. */
    int CONTINUATION = 0x0;

    /** The opcode of text. */
    int TEXT = 0x1;

    /** The opcode of bytes. */
    int BINARY = 0x2;

    /** The opcode of a Close. */
    int CLOSE = 0x8;

    /** The opcode of a Ping. */
    int PING = 0x9;

    /** The opcode of a Pong. */
    int PONG = 0xa;

    /**
     * A frame (RFC 6455 §5.2).
     *
     * @param fin whether the message ends with it
     * @param reserved the three reserved bits, 0 to 7
     * @param opcode 0 to 15
     * @param payload unmasked
     */
    record Frame(boolean fin, int reserved, int opcode, byte[] payload) {
        /** The payload as UTF-8. */
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a Close, 1005 where it has none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    /** The request that opened it. */
    Request request();

    /**
     * The next frame, at most 32 MiB; null when the client has ended its side.
     *
     * @throws IOException if the stream was reset, the connection was lost, or the client broke the framing: a frame that
     *     is not masked, or cut short
     */
    @Nullable
    Frame receive() throws IOException;

    /** Sends a frame as it is, rules or no rules. */
    void send(Frame frame) throws IOException;

    /** Sends bytes straight into the WebSocket's stream: half a frame, or no frame at all. */
    void sendRaw(byte[] bytes) throws IOException;

    /** Sends a text message in one frame. */
    default void sendText(String text) throws IOException {
        send(new Frame(true, 0, TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a binary message in one frame. */
    default void sendBinary(byte[] bytes) throws IOException {
        send(new Frame(true, 0, BINARY, bytes));
    }

    /** Sends a Close. */
    default void sendClose(int code, String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        ByteBuffer.wrap(payload).putShort((short) code).put(text);
        send(new Frame(true, 0, CLOSE, payload));
    }

    /** RESET_STREAM and STOP_SENDING with this code. */
    void reset(long code);
}
