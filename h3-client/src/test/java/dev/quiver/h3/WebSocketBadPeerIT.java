package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.TestWebSocket;
import dev.quiver.testkit.TestWebSocket.Frame;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that break RFC 6455, or go to its edges: what the listener hears, and what the server is told. */
@Timeout(60)
class WebSocketBadPeerIT {
    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();
    private static TestServer server;
    private static H3Client client;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.newBuilder()
                .webSocket("/raw", webSocket -> {
                    webSocket.sendRaw(HexFormat.of()
                            .parseHex(webSocket.request().query("hex").orElseThrow()));
                    for (Frame frame = webSocket.receive(); frame != null; frame = webSocket.receive()) {
                        SEEN.add(
                                frame.opcode() == TestWebSocket.CLOSE
                                        ? "close " + frame.closeCode()
                                        : frame.opcode() + " " + frame.text());
                    }
                    SEEN.add("end");
                })
                .webSocket("/reset", webSocket -> webSocket.reset(0x10c))
                .route(
                        "/liar",
                        (request, response) -> response.head(
                                        200,
                                        dev.quiver.testkit.Fields.of("sec-websocket-extensions", "permessage-deflate"))
                                .thenCompose(v -> response.end()))
                .start();
        client = Clients.of(server);
    }

    @AfterAll
    static void stop() {
        // Not in good order: what a failed test left open would be waited for.
        client.shutdownNow();
        client.close();
        server.close();
    }

    private static WebSocketRecorder open(String path) throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        client.newWebSocketBuilder()
                .buildAsync(WebSocketIT.uri(server, path), heard)
                .get(30, TimeUnit.SECONDS);
        assertThat(heard.next()).isEqualTo("open");
        return heard;
    }

    private static String seen() throws InterruptedException {
        String seen = SEEN.poll(30, TimeUnit.SECONDS);
        return seen == null ? "nothing" : seen;
    }

    @ParameterizedTest
    @CsvSource({
        "f100, 1002", // reserved bits
        "8300, 1002", // an unknown opcode
        "818101020304aa, 1002", // masked
        "880203ed, 1002", // 1005 on the wire
        "8101ff, 1007", // not UTF-8
        "0102c3288001bf, 1007", // in a fragment
        "01014181 0142, 1002" // a message within a message
    })
    void isFailed(String hex, int code) throws Exception {
        WebSocketRecorder heard = open("/raw?hex=" + hex.replace(" ", ""));
        assertThat(heard.next()).isEqualTo("error");
        assertThat(heard.error).isInstanceOf(ProtocolException.class);
        assertThat(seen()).isEqualTo("close " + code);
        assertThat(seen()).isEqualTo("end");
    }

    @Test
    void aPingInTheMiddleOfAMessageIsAnswered() throws Exception {
        WebSocketRecorder heard = open("/raw?hex=01016189024849" + "8001628802" + "0fa0");
        assertThat(heard.next()).isEqualTo("ping HI");
        assertThat(heard.next()).isEqualTo("text ab");
        assertThat(heard.next()).isEqualTo("close 4000 ");
        assertThat(seen()).isEqualTo("10 HI");
        assertThat(seen()).isEqualTo("close 4000");
        assertThat(seen()).isEqualTo("end");
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithOne() throws Exception {
        WebSocketRecorder heard = open("/raw?hex=8800");
        assertThat(heard.next()).isEqualTo("close 1005 ");
        assertThat(seen()).isEqualTo("close 1000");
        assertThat(seen()).isEqualTo("end");
    }

    @Test
    void aResetIsAnError() throws Exception {
        WebSocketRecorder heard = new WebSocketRecorder();
        var opening = client.newWebSocketBuilder().buildAsync(WebSocketIT.uri(server, "/reset"), heard);
        // A reset overtakes what was sent before it: the answer itself may be lost.
        Throwable failure =
                opening.handle((WebSocket webSocket, Throwable error) -> error).get(30, TimeUnit.SECONDS);
        if (failure == null) {
            assertThat(heard.next()).isEqualTo("open");
            assertThat(heard.next()).isEqualTo("error");
            failure = heard.error;
        }
        assertThat(failure)
                .isInstanceOfSatisfying(
                        H3Exception.class, known -> assertThat(known.kind()).isEqualTo(H3Exception.Kind.STREAM_RESET));
    }

    @Test
    void anExtensionThatWasNotOfferedFailsTheHandshake() {
        assertThat(client.newWebSocketBuilder().buildAsync(WebSocketIT.uri(server, "/liar"), new WebSocketRecorder()))
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(java.net.http.WebSocketHandshakeException.class)
                .havingCause()
                .withMessageContaining("not offered");
    }

    @Test
    void whatTheServerSaysLastIsHeardThoughItEnds() throws Exception {
        String hex = HexFormat.of().formatHex("\u0081\u0002".getBytes(StandardCharsets.ISO_8859_1)) + "6f6b";
        WebSocketRecorder heard = new WebSocketRecorder();
        WebSocket webSocket = client.newWebSocketBuilder()
                .buildAsync(WebSocketIT.uri(server, "/raw?hex=" + hex), heard)
                .get(30, TimeUnit.SECONDS);
        assertThat(heard.next()).isEqualTo("open");
        assertThat(heard.next()).isEqualTo("text ok");
        webSocket.abort();
    }
}
