package dev.quiver.testkit.internal.websocket;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.TestWebSocket;
import dev.quiver.testkit.TestWebSocket.Frame;
import dev.quiver.testkit.WebSocketHandler;
import java.io.IOException;
import java.util.List;

/** Opens WebSockets (RFC 9220), and has handlers of its own. */
public final class WebSockets {
    private static final int FLOOD_FRAME = 16 << 10;

    private WebSockets() {}

    /** Answers the handshake and hands over; what is no handshake gets status 400, 426 or 501. */
    public static Handler opening(WebSocketHandler handler) {
        return (request, response) -> {
            if (!request.method().equals("CONNECT")) {
                response.send(400, "a WebSocket is opened by an extended CONNECT (RFC 9220)\n");
            } else if (!"websocket".equals(request.protocol())) {
                response.send(501, "only the protocol websocket is spoken here (RFC 9220 §3)\n");
            } else if (!"13"
                    .equals(request.fields().first("sec-websocket-version").orElse(""))) {
                response.send(426, "only version 13 is spoken here (RFC 6455 §4.4)\n");
            } else {
                List<String> offered = request.fields().all("sec-websocket-protocol");
                Fields fields = offered.isEmpty()
                        ? Fields.EMPTY
                        : Fields.of(
                                "sec-websocket-protocol",
                                offered.get(0).split(",")[0].strip());
                response.head(200, fields);
                handler.handle(new ServerWebSocket(request, response));
                try {
                    response.end();
                } catch (IllegalStateException reset) {
                    // The handler has ended it already.
                }
            }
        };
    }

    /** Says everything back, frame by frame; with {@code close}, {@code flood} or {@code end} in the query something else. */
    public static void echo(TestWebSocket webSocket) throws IOException {
        Request request = webSocket.request();
        if (request.query("close").isPresent()) {
            int code = Integer.parseInt(request.query("close").get());
            webSocket.sendClose(code, request.query("reason").orElse(""));
        } else if (request.query("flood").isPresent()) {
            long bytes = Long.parseLong(request.query("flood").get());
            for (long sent = 0; sent < bytes; sent += FLOOD_FRAME) {
                webSocket.sendBinary(new byte[(int) Math.min(FLOOD_FRAME, bytes - sent)]);
            }
        } else if (request.query("end").isPresent()) {
            return;
        }
        for (Frame frame = webSocket.receive(); frame != null; frame = webSocket.receive()) {
            switch (frame.opcode()) {
                case TestWebSocket.CLOSE -> {
                    if (request.query("close").isEmpty()) {
                        webSocket.send(frame);
                    }
                    return;
                }
                case TestWebSocket.PING -> webSocket.send(new Frame(true, 0, TestWebSocket.PONG, frame.payload()));
                case TestWebSocket.PONG -> {}
                default -> webSocket.send(frame);
            }
        }
    }
}
