package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.Request;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that break RFC 6455, or go to its edges: what the listener hears, and what the server is told. */
@Timeout(120)
class WebSocketBadPeerIT {
    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();
    private static TestServer server;
    private static H3Client client;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.newBuilder()
                .webSocket("/raw", webSocket -> {
                    Request asked = webSocket.request();
                    webSocket.sendRaw(HexFormat.of().parseHex(asked.query("hex").orElseThrow()));
                    webSocket.sendRaw(
                            new byte
                                    [asked.query("zeroes")
                                            .map(Integer::parseInt)
                                            .orElse(0)]);
                    webSocket.sendRaw(
                            HexFormat.of().parseHex(asked.query("then").orElse("")));
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
        "01014181 0142, 1002", // a message within a message
        "8001 41, 1002", // a continuation of nothing
        "0001 41, 1002", // the same, unfinished
        "a100, 1002", // RSV2
        "9100, 1002", // RSV3
        "c100, 1002", // RSV1 without an extension
        "c900, 1002", // RSV1 on a Ping
        "8b00, 1002", // an unknown control opcode
        "0900, 1002", // a Ping in fragments
        "0800, 1002", // a Close in fragments
        "897e007e, 1002", // a Ping of 126 bytes
        "817e007d, 1002", // 125 in three bytes
        "817f000000000000ffff, 1002", // 65535 in nine bytes
        "817f8000000000000000, 1002", // a negative length
        "0101e2 000182 8001ff, 1007", // broken in its third fragment
        "0101f4 000190, 1007", // beyond U+10FFFF, known at the second byte
        "0101ed 0001a0, 1007", // half a surrogate
        "8101c0, 1007", // ends inside a character
        "0101c3 8000, 1007", // ends inside one, in an empty last frame
        "8801 03, 1002", // half a close code
        "880203e7, 1002", // 999
        "880203ec, 1002", // 1004
        "880203ee, 1002", // 1006
        "880203f7, 1002", // 1015
        "880203f8, 1002", // 1016
        "88020bb7, 1002", // 2999
        "88021388, 1002", // 5000
        "88020000, 1002", // 0
        "8802ffff, 1002", // 65535
        "880403e8 c328, 1007", // a reason that is not UTF-8
        "887e0080, 1002" // a Close of 128 bytes
    })
    void isFailed(String hex, int code) throws Exception {
        WebSocketRecorder heard = open("/raw?hex=" + hex.replace(" ", ""));
        assertThat(heard.next()).isEqualTo("error");
        assertThat(heard.error).isInstanceOf(ProtocolException.class);
        assertThat(seen()).isEqualTo("close " + code);
        assertThat(seen()).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void closeCodesThatAServerMaySend(int code) throws Exception {
        WebSocketRecorder heard = open("/raw?hex=8804" + HexFormat.of().toHexDigits((short) code) + "6f6b");
        assertThat(heard.next()).isEqualTo("close " + code + " ok");
        assertThat(seen()).isEqualTo("close " + code);
        assertThat(seen()).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536})
    void lengthsAtTheEdges(int length) throws Exception {
        String head = length < 126
                ? "82" + HexFormat.of().toHexDigits((byte) length)
                : length < 65_536
                        ? "827e" + HexFormat.of().toHexDigits((short) length)
                        : "827f" + HexFormat.of().toHexDigits((long) length);
        WebSocketRecorder heard = open("/raw?hex=" + head + "&zeroes=" + length + "&then=880203e8");
        assertThat(heard.next()).isEqualTo("binary " + length);
        assertThat(heard.next()).isEqualTo("close 1000 ");
        assertThat(seen()).isEqualTo("close 1000");
        assertThat(seen()).isEqualTo("end");
    }

    @Test
    void aMessageOfManyFragmentsOneByteEachWithControlFramesBetween() throws Exception {
        // "äö" cut in its characters, a Ping, a Pong and an empty fragment in between.
        WebSocketRecorder heard = open("/raw?hex=0101c3" + "890131" + "0001a4" + "8a0132" + "0000" + "0001c3" + "890133"
                + "8001b6" + "880203e8");
        assertThat(heard.next()).isEqualTo("ping 1");
        assertThat(heard.next()).isEqualTo("pong 2");
        assertThat(heard.next()).isEqualTo("ping 3");
        assertThat(heard.next()).isEqualTo("text äö");
        assertThat(heard.next()).isEqualTo("close 1000 ");
        assertThat(seen()).isEqualTo("10 1");
        assertThat(seen()).isEqualTo("10 3");
        assertThat(seen()).isEqualTo("close 1000");
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
