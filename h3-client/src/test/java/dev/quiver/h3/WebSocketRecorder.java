package dev.quiver.h3;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A listener that writes down what it is told, in words, and joins the parts of messages. */
class WebSocketRecorder implements WebSocket.Listener {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final long demand;
    volatile @Nullable Throwable error;
    private final StringBuilder text = new StringBuilder();
    private long bytes;

    /** @param demand what it asks for when opened; with less than everything, one more each time */
    WebSocketRecorder(long demand) {
        this.demand = demand;
    }

    WebSocketRecorder() {
        this(Long.MAX_VALUE);
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        events.add("open");
        if (demand > 0) {
            webSocket.request(demand);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            events.add("text " + text);
            text.setLength(0);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        bytes += data.remaining();
        if (last) {
            events.add("binary " + bytes);
            bytes = 0;
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        events.add("ping " + StandardCharsets.UTF_8.decode(message));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        events.add("pong " + StandardCharsets.UTF_8.decode(message));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        events.add("close " + statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable thrown) {
        error = thrown;
        events.add("error");
    }

    /** The next event; fails the test if none comes. */
    String next() throws InterruptedException {
        String event = events.poll(30, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing more was told");
        }
        return event;
    }
}
