package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3WebSocket;
import dev.quiver.interop.Answer;
import dev.quiver.interop.CaseEndedException;
import dev.quiver.interop.Trial;
import dev.quiver.interop.evidence.KnownFile;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** WebSockets over HTTP/3 (RFC 9220). */
final class WebSockets extends Http3Case {
    private static final String TEXT = "Quiver, äöü €";
    private static final int LARGE = 300_000;
    private static final int GOODBYE = 4001;

    WebSockets() {
        super(
                "websocket",
                "WS",
                Duration.ofSeconds(20),
                "A WebSocket says back text, binary and 300 KB, answers a Ping, and closes with a code.");
    }

    @Override
    public Answer run(Trial trial) throws Exception {
        String place = Place.of(trial.target(), "ws", "/ws");
        String path = place == null ? trial.target().path() : place;
        ExtendedConnects.settings(trial, place == null ? path : "/");
        Echoes heard = new Echoes();
        WebSocket socket = open(trial, Ask.open(trial), path, heard, place != null);
        if (socket instanceof H3WebSocket h3 && h3.handshake() != null) {
            trial.saw(h3.handshake());
        }
        trial.keep(socket::abort);
        if (place == null) {
            throw CaseEndedException.undeclared(
                    path + " accepts WebSockets, and nothing is known of what it says; say offers=ws if"
                            + " /ws sends all back");
        }
        return echoed(trial, socket, heard);
    }

    private static Answer echoed(Trial trial, WebSocket socket, Echoes heard) throws Exception {
        socket.sendText(TEXT, true);
        String text = new String(heard.next(trial), StandardCharsets.UTF_8);
        if (!text.equals(TEXT)) {
            return Answer.failed("the text '" + TEXT + "' came back as '" + text + "'");
        }
        for (int size : new int[] {0, 1000, LARGE}) {
            byte[] sent = KnownFile.first(size);
            socket.sendBinary(ByteBuffer.wrap(sent), true);
            byte[] back = heard.next(trial);
            if (!Arrays.equals(back, sent)) {
                return Answer.failed(size + " bytes came back as " + back.length + " bytes, SHA-256 "
                        + KnownFile.sha256(back) + " in place of " + KnownFile.sha256(sent));
            }
        }
        byte[] ping = "are you there".getBytes(StandardCharsets.US_ASCII);
        socket.sendPing(ByteBuffer.wrap(ping));
        byte[] pong = heard.next(trial);
        if (!Arrays.equals(pong, ping)) {
            return Answer.failed("Ping was answered with '" + new String(pong, StandardCharsets.UTF_8) + "'");
        }
        socket.sendClose(GOODBYE, "done");
        int code = Ask.answer(trial, heard.closed());
        // RFC 6455 §5.5.1: typically the one that was sent.
        if (code != GOODBYE && code != WebSocket.NORMAL_CLOSURE) {
            return Answer.failed("Close " + GOODBYE + " was answered with " + code);
        }
        return Answer.succeeded("text, 0, 1000 and " + LARGE
                + " bytes of binary came back as sent, Ping was answered, and Close " + GOODBYE + " with " + code
                + ", over " + (socket instanceof H3WebSocket h3 ? h3.protocol() : "?"));
    }

    private static WebSocket open(Trial trial, H3Client client, String path, Echoes heard, boolean declared)
            throws Exception {
        URI uri = URI.create("wss://" + trial.target().authority() + path);
        try {
            return Ask.answer(trial, client.newWebSocketBuilder().buildAsync(uri, heard));
        } catch (WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            if (declared) {
                throw CaseEndedException.failed(path + " was refused with status " + status);
            }
            throw CaseEndedException.undeclared(
                    path + " was refused with status " + status + "; say offers=ws if /ws sends all back");
        }
    }
}
