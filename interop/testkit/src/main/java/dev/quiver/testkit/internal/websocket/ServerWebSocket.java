package dev.quiver.testkit.internal.websocket;

import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.TestWebSocket;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Frames on a request's two bodies. */
final class ServerWebSocket implements TestWebSocket {
    private static final long MAX_FRAME = 32L << 20;

    private final Request request;
    private final Response response;
    private ByteBuffer current = ByteBuffer.allocate(0);

    ServerWebSocket(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public @Nullable Frame receive() throws IOException {
        if (!current.hasRemaining() && !more()) {
            return null;
        }
        int first = next();
        int second = next();
        long length = second & 0x7f;
        if (length >= 126) {
            int bytes = length == 126 ? 2 : 8;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | next();
            }
        }
        if ((second & 0x80) == 0) {
            throw new IOException("the client sent a frame that is not masked (RFC 6455 §5.1)");
        }
        if (length < 0 || length > MAX_FRAME) {
            throw new IOException("the client sent a frame of " + length + " bytes");
        }
        byte[] mask = {(byte) next(), (byte) next(), (byte) next(), (byte) next()};
        byte[] payload = new byte[(int) length];
        for (int at = 0; at < payload.length; ) {
            if (!current.hasRemaining() && !more()) {
                throw new EOFException("the client ended inside a frame");
            }
            int here = Math.min(current.remaining(), payload.length - at);
            current.get(payload, at, here);
            at += here;
        }
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return new Frame((first & 0x80) != 0, first >> 4 & 0x7, first & 0x0f, payload);
    }

    private int next() throws IOException {
        if (!current.hasRemaining() && !more()) {
            throw new EOFException("the client ended inside a frame");
        }
        return current.get() & 0xff;
    }

    private boolean more() throws IOException {
        do {
            ByteBuffer part = await(request.read());
            if (part == null) {
                return false;
            }
            current = part;
        } while (!current.hasRemaining());
        return true;
    }

    @Override
    public void send(Frame frame) throws IOException {
        byte[] payload = frame.payload();
        ByteBuffer whole = ByteBuffer.allocate(10 + payload.length);
        whole.put((byte) ((frame.fin() ? 0x80 : 0) | frame.reserved() << 4 | frame.opcode()));
        if (payload.length < 126) {
            whole.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            whole.put((byte) 126).putShort((short) payload.length);
        } else {
            whole.put((byte) 127).putLong(payload.length);
        }
        await(response.write(whole.put(payload).flip()));
    }

    @Override
    public void sendRaw(byte[] bytes) throws IOException {
        await(response.write(ByteBuffer.wrap(bytes)));
    }

    @Override
    public void reset(long code) {
        response.reset(code);
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is closing");
        }
    }
}
