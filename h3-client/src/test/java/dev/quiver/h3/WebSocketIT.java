package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.testkit.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over HTTP/3 against the testkit's server. */
@Timeout(120)
class WebSocketIT {
    private static TestServer server;
    private static H3Client client;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start();
        client = Clients.of(server);
    }

    @AfterAll
    static void stop() {
        // Not in good order: what a failed test left open would be waited for.
        client.shutdownNow();
        client.close();
        server.close();
    }

    static URI uri(TestServer at, String path) {
        return URI.create(at.uri(path).toString().replaceFirst("^https", "wss"));
    }

    private static WebSocket open(String path, WebSocket.Listener listener) throws Exception {
        return client.newWebSocketBuilder()
                .buildAsync(uri(server, path), listener)
                .get(30, TimeUnit.SECONDS);
    }

    private static WebSocket done(CompletableFuture<WebSocket> sent) throws Exception {
        return sent.get(30, TimeUnit.SECONDS);
    }

    @Test
    void saysAndHears() throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        WebSocket webSocket = client.newWebSocketBuilder()
                .subprotocols("chat.v2", "chat.v1")
                .header("x-who", "test")
                .buildAsync(uri(server, "/ws?a=b"), heard)
                .get(30, TimeUnit.SECONDS);
        assertThat(webSocket).isInstanceOfSatisfying(H3WebSocket.class, shown -> {
            assertThat(shown.protocol()).isEqualTo(Protocol.H3);
            assertThat(shown.route().winner()).isEqualTo(Route.Via.QUIC);
            assertThat(shown.handshake()).isNotNull();
            assertThat(shown.compressed()).isFalse();
        });
        assertThat(webSocket.getSubprotocol()).isEqualTo("chat.v2");
        assertThat(heard.next()).isEqualTo("open");

        assertThat(done(webSocket.sendText("grüße 🎯", true))).isSameAs(webSocket);
        assertThat(heard.next()).isEqualTo("text grüße 🎯");
        done(webSocket.sendText("in ", false));
        done(webSocket.sendPing(ByteBuffer.wrap("between".getBytes())));
        done(webSocket.sendText("", false));
        done(webSocket.sendText("parts", true));
        assertThat(heard.next()).isEqualTo("pong between");
        assertThat(heard.next()).isEqualTo("text in parts");
        done(webSocket.sendText("", true));
        assertThat(heard.next()).isEqualTo("text ");

        done(webSocket.sendClose(4001, "bye"));
        assertThat(webSocket.isOutputClosed()).isTrue();
        assertThat(heard.next()).isEqualTo("close 4001 bye");
        assertThat(webSocket.isInputClosed()).isTrue();
        assertThat(server.awaitRequest(
                                r -> r.target().equals("/ws?a=b") && r.bodyEnded(), java.time.Duration.ofSeconds(30))
                        .fields()
                        .first("x-who"))
                .hasValue("test");
    }

    @Test
    void sixteenMebibytesGoBothWays() throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        WebSocket webSocket = open("/ws", heard);
        assertThat(heard.next()).isEqualTo("open");
        ByteBuffer big = ByteBuffer.allocate(16 << 20);
        CompletableFuture<WebSocket> sent = webSocket.sendBinary(big, true);
        assertThatThrownBy(() -> done(webSocket.sendText("no", true))).hasCauseInstanceOf(IllegalStateException.class);
        done(sent);
        assertThat(big.hasRemaining()).isFalse();
        assertThat(heard.next()).isEqualTo("binary " + (16 << 20));
        webSocket.abort();
        assertThat(webSocket.isInputClosed()).isTrue();
        assertThat(webSocket.isOutputClosed()).isTrue();
        assertThatThrownBy(() -> done(webSocket.sendText("late", true))).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void theServerCloses() throws Exception {
        CompletableFuture<Void> mayReply = new CompletableFuture<>();
        WebSocketRecorder heard = new WebSocketRecorder() {
            @Override
            public CompletableFuture<?> onClose(WebSocket webSocket, int statusCode, String reason) {
                super.onClose(webSocket, statusCode, reason);
                return mayReply;
            }
        };
        WebSocket webSocket = open("/ws?close=4000&reason=enough", heard);
        assertThat(heard.next()).isEqualTo("open");
        assertThat(heard.next()).isEqualTo("close 4000 enough");
        assertThat(webSocket.isInputClosed()).isTrue();
        assertThat(webSocket.isOutputClosed()).isFalse();
        done(webSocket.sendText("a last word", true));
        mayReply.complete(null);
        server.awaitRequest(r -> r.target().startsWith("/ws?close") && r.bodyEnded(), java.time.Duration.ofSeconds(30));
        assertThat(webSocket.isOutputClosed()).isTrue();
    }

    @Test
    void anEndWithoutACloseIsAbnormal() throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        open("/ws?end", heard);
        assertThat(heard.next()).isEqualTo("open");
        assertThat(heard.next()).isEqualTo("close 1006 ");
    }

    @Test
    void aListenerThatAsksForNothingStallsTheServer() throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder(0);
        long flood = 32L << 20;
        WebSocket webSocket = open("/ws?flood=" + flood, heard);
        // Enough for the windows to fill: what the server could send stops growing.
        long before = -1;
        for (long now = floodSent(flood); now != before || now == 0; now = floodSent(flood)) {
            before = now;
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(before).isLessThan(flood);
        long messages = flood / (16 << 10);
        webSocket.request(Long.MAX_VALUE);
        assertThat(heard.next()).isEqualTo("open");
        for (long i = 0; i < messages; i++) {
            assertThat(heard.next()).isEqualTo("binary " + (16 << 10));
        }
        webSocket.abort();
    }

    private static long floodSent(long flood) {
        return server.requests().stream()
                .filter(r -> r.target().equals("/ws?flood=" + flood))
                .mapToLong(r -> r.responseBytes())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 502})
    void aRefusalIsReadable(int status) {
        Throwable thrown = catchThrowable(() -> open("/ws/" + status, new WebSocketRecorder()));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
            HttpResponse<?> response = refused.getResponse();
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("x-refused-by")).hasValue("testkit");
            assertThat(response.body()).isEqualTo("no WebSocket for you: " + status + "\n");
            if (status == 302) {
                assertThat(response.headers().firstValue("location")).hasValue("/ws");
            }
            assertThat(response)
                    .isInstanceOfSatisfying(
                            H3Response.class,
                            known -> assertThat(known.protocol()).isEqualTo(Protocol.H3));
        });
    }

    @Test
    void whatIsWrongIsRefusedBeforeAnythingIsSent() {
        for (String name :
                new String[] {"Sec-WebSocket-Key", "Connection", "Host", "Upgrade", "sec-websocket-protocol"}) {
            assertThatThrownBy(() -> client.newWebSocketBuilder()
                            .header(name, "x")
                            .buildAsync(uri(server, "/ws"), new WebSocketRecorder())
                            .get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> client.newWebSocketBuilder()
                        .buildAsync(server.uri("/ws"), new WebSocketRecorder())
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.newWebSocketBuilder()
                        .subprotocols("a", "a")
                        .buildAsync(uri(server, "/ws"), new WebSocketRecorder())
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendingWhatIsWrongFailsAndHarmsNothing() throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        WebSocket webSocket = open("/ws", heard);
        assertThat(heard.next()).isEqualTo("open");
        assertThatThrownBy(() -> done(webSocket.sendClose(1005, "")))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> done(webSocket.sendClose(1000, "x".repeat(124))))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> done(webSocket.sendPing(ByteBuffer.allocate(126))))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> done(webSocket.sendText("\ud83d", true))).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> webSocket.request(0)).isInstanceOf(IllegalArgumentException.class);
        done(webSocket.sendText("half", false));
        assertThatThrownBy(() -> done(webSocket.sendBinary(ByteBuffer.allocate(1), true)))
                .hasCauseInstanceOf(IllegalStateException.class);
        done(webSocket.sendText(" and half", true));
        assertThat(heard.next()).isEqualTo("text half and half");
        webSocket.abort();
    }

    @Test
    void aServerThatDiesIsHeardOf() throws Exception {
        try (TestServer mortal = TestServer.start();
                H3Client own = Clients.of(mortal)) {
            WebSocketRecorder heard = new WebSocketRecorder(0);
            WebSocket webSocket = own.newWebSocketBuilder()
                    .buildAsync(uri(mortal, "/ws"), heard)
                    .get(30, TimeUnit.SECONDS);
            mortal.close();
            assertThat(heard.next()).isEqualTo("open");
            assertThat(heard.next()).isEqualTo("error");
            assertThat(heard.error).isInstanceOf(H3Exception.class);
            assertThat(webSocket.isInputClosed()).isTrue();
            assertThat(webSocket.isOutputClosed()).isTrue();
        }
    }

    @Test
    void withoutTheSettingHttp3IsNoWay() throws Exception {
        try (TestServer plain = TestServer.newBuilder().extendedConnect(false).start();
                H3Client own = Clients.of(plain)) {
            assertThatThrownBy(() -> own.newWebSocketBuilder()
                            .buildAsync(uri(plain, "/ws"), new WebSocketRecorder())
                            .get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(H3Exception.class)
                    .hasMessageContaining("SETTINGS_ENABLE_CONNECT_PROTOCOL");
            assertThat(plain.requests()).isEmpty();
        }
    }

    @Test
    void shutdownNowEndsAnOpenWebSocket() throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        H3Client own = Clients.of(server);
        WebSocket webSocket =
                own.newWebSocketBuilder().buildAsync(uri(server, "/ws"), heard).get(30, TimeUnit.SECONDS);
        own.shutdown();
        assertThat(own.isTerminated()).isFalse();
        own.shutdownNow();
        assertThat(own.awaitTermination(java.time.Duration.ofSeconds(30))).isTrue();
        assertThat(webSocket.isOutputClosed()).isTrue();
    }
}
