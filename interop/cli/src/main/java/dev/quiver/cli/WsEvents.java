package dev.quiver.cli;

import dev.quiver.cli.render.JsonLine;
import dev.quiver.cli.transfer.Failure;
import dev.quiver.h3.H3WebSocket;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Prints what happens on a WebSocket: messages to standard output, the rest to standard error; or all as JSON. */
final class WsEvents implements WebSocket.Listener {
    private final CommandIo io;
    private final boolean json;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private long binary;

    WsEvents(CommandIo io, boolean json) {
        this.io = io;
        this.json = json;
    }

    /** The close code, 1006 without one; or what it failed of. */
    CompletableFuture<Integer> end() {
        return end;
    }

    private synchronized void tell(@Nullable String line, String forPeople, String event, @Nullable Object... values) {
        if (!json && line == null) {
            io.err().println(forPeople);
            return;
        }
        String whole = String.valueOf(line);
        if (json) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("event", event);
            for (int i = 0; i < values.length; i += 2) {
                object.put(String.valueOf(values[i]), values[i + 1]);
            }
            whole = JsonLine.of(object);
        }
        try {
            io.out().write((whole + "\n").getBytes(StandardCharsets.UTF_8));
            io.out().flush();
        } catch (IOException e) {
            end.completeExceptionally(e);
        }
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        H3WebSocket shown = (H3WebSocket) webSocket;
        tell(
                null,
                "open, by " + shown.protocol(),
                "open",
                "protocol",
                shown.protocol().toString(),
                "subprotocol",
                shown.getSubprotocol(),
                "compressed",
                shown.compressed(),
                "route",
                shown.route().toString());
        webSocket.request(1);
    }

    void sent(String line) {
        if (json) {
            tell(null, "", "sent", "text", line);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            tell(text.toString(), "", "text", "text", text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        binary += data.remaining();
        if (last) {
            tell(null, "a binary message of " + binary + " bytes", "binary", "bytes", binary);
            binary = 0;
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        control("ping", message);
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        control("pong", message);
        webSocket.request(1);
        return null;
    }

    private void control(String event, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        if (json) {
            tell(null, "", event, "hex", HexFormat.of().formatHex(bytes));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        tell(null, "closed: " + statusCode + " " + reason, "close", "code", statusCode, "reason", reason);
        // The answer leaves when this returns; the end is told behind it.
        CompletableFuture<Void> returned = new CompletableFuture<>();
        returned.whenCompleteAsync((v, error) -> end.complete(statusCode));
        returned.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end.completeExceptionally(error);
    }

    void refused(int status, HttpHeaders headers, @Nullable String body) {
        StringBuilder people = new StringBuilder("refused with status " + status);
        headers.map()
                .forEach((name, values) -> values.forEach(
                        value -> people.append('\n').append(name).append(": ").append(value)));
        people.append("\n\n").append(body == null ? "" : body);
        tell(null, people.toString(), "refused", "status", status, "headers", headers.map(), "body", body);
    }

    void failed(Failure failure) {
        if (json) {
            tell(null, "", "error", "kind", failure.kind().name(), "message", failure.message());
        }
    }
}
