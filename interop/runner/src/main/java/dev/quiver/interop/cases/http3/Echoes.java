package dev.quiver.interop.cases.http3;

import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a WebSocket hears, message by message. */
final class Echoes implements WebSocket.Listener {
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.writeBytes(data.toString().getBytes(StandardCharsets.UTF_8));
        return piece(webSocket, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        message.writeBytes(bytes);
        return piece(webSocket, last);
    }

    private @Nullable CompletionStage<?> piece(WebSocket webSocket, boolean last) {
        if (last) {
            messages.add(message.toByteArray());
            message.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        messages.add(bytes);
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    /** The next message or Pong, whole. */
    byte[] next(Trial trial) throws Exception {
        while (trial.left().toMillis() > 0) {
            byte[] next = messages.poll(50, TimeUnit.MILLISECONDS);
            if (next != null) {
                return next;
            }
            if (closed.isCompletedExceptionally()) {
                closed.get();
            } else if (closed.isDone()) {
                throw new EOFException(
                        "the WebSocket was closed with " + closed.get() + " where an answer was to come");
            }
        }
        throw CaseEndedException.failed("nothing came back");
    }

    /** The code that it was closed with. */
    CompletableFuture<Integer> closed() {
        return closed;
    }
}
