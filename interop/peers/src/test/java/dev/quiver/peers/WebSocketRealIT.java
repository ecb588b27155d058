package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.h3.ConnectStream;
import dev.quiver.h3.ExtendedConnect;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.H3WebSocket;
import dev.quiver.h3.Protocol;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket over HTTP/3 (RFC 9220) and extended CONNECT with aioquic, whose frames are wsproto's. */
@Tag("real-server")
class WebSocketRealIT {
    private static HttpServer.Running server;
    private static H3Client client;

    @BeforeAll
    static void start() {
        server = HttpServer.AIOQUIC.start();
        client = Http3.client(server.at());
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.shutdownNow();
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesComeBack(boolean compressed) throws Exception {
        Heard heard = new Heard();
        H3WebSocket.Builder builder = (H3WebSocket.Builder) client.newWebSocketBuilder();
        H3WebSocket socket = (H3WebSocket) builder.compression(compressed)
                .subprotocols("chat.v2", "chat.v1")
                .buildAsync(uri("/ws?compressed=" + compressed), heard)
                .get(60, TimeUnit.SECONDS);
        assertThat(socket.protocol()).isEqualTo(Protocol.H3);
        assertThat(socket.compressed()).isEqualTo(compressed);
        assertThat(socket.getSubprotocol()).isEqualTo("chat.v2");

        ByteBuffer ping = ByteBuffer.wrap("between".getBytes(StandardCharsets.US_ASCII));
        if (compressed) {
            // wsproto 1.3.2 forgets inside a compressed message, when a Ping comes, that it is compressed.
            done(socket.sendPing(ping));
        }
        done(socket.sendText("grüße ", false));
        if (!compressed) {
            done(socket.sendPing(ping));
        }
        done(socket.sendText("🎯", true));
        assertThat(heard.next()).isEqualTo("pong between");
        assertThat(heard.next()).isEqualTo("text grüße 🎯");
        done(socket.sendText("", true));
        assertThat(heard.next()).isEqualTo("text ");
        byte[] large = new Content(3, 1).next(4 << 20);
        done(socket.sendBinary(ByteBuffer.wrap(large), true));
        assertThat(heard.next()).isEqualTo("binary " + (4 << 20) + " " + Digests.sha256(large));
        done(socket.sendClose(4001, "bye"));
        assertThat(heard.next()).isEqualTo("close 4001 bye");
        Matrix.note(server.kind(), compressed ? "WebSocket, compressed" : "WebSocket", "messages come back");
        assertLogged("/ws?compressed=" + compressed, 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 502})
    void aRefusalIsReadable(int status) {
        Throwable thrown = catchThrowable(() -> client.newWebSocketBuilder()
                .buildAsync(uri("/refused/" + status), new Heard())
                .get(60, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
            assertThat(refused.getResponse().statusCode()).isEqualTo(status);
            assertThat(refused.getResponse().headers().firstValue("x-why")).hasValue("policy");
            assertThat(refused.getResponse().body()).isEqualTo(status + ": no WebSocket here");
            assertThat(refused.getResponse())
                    .isInstanceOfSatisfying(
                            H3Response.class,
                            known -> assertThat(known.protocol()).isEqualTo(Protocol.H3));
        });
        Matrix.note(server.kind(), "WebSocket refused", "status " + status + ", fields and body read");
        assertLogged("/refused/" + status, status);
    }

    @Test
    void anotherProtocolOnExtendedConnect() throws Exception {
        try (ConnectStream stream = client.connect(
                        ExtendedConnect.newBuilder(URI.create(server.at().url("/echo?connect")), "quiver-echo")
                                .build())
                .get(60, TimeUnit.SECONDS)) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            stream.send(StandardCharsets.UTF_8.encode("hello")).get(60, TimeUnit.SECONDS);
            assertThat(StandardCharsets.UTF_8
                            .decode(stream.receive().get(60, TimeUnit.SECONDS))
                            .toString())
                    .isEqualTo("hello");
            stream.finish();
            assertThat(stream.receive().get(60, TimeUnit.SECONDS)).isNull();
        }
        Matrix.note(server.kind(), "extended CONNECT", "bytes both ways");
        assertLogged("/echo?connect", 200);
    }

    private static void assertLogged(String target, int status) {
        assertThat(Waiting.until(() -> server.logged(target), lines -> !lines.isEmpty()))
                .containsExactly(new AccessLog.Line("CONNECT", target, "HTTP/3.0", status));
    }

    private static URI uri(String path) {
        return URI.create(server.at().url(path).replaceFirst("^https", "wss"));
    }

    private static void done(java.util.concurrent.CompletableFuture<WebSocket> sent) throws Exception {
        sent.get(60, TimeUnit.SECONDS);
    }
}
