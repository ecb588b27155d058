package dev.quiver.interop.cases.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.interop.Answer;
import dev.quiver.interop.Target;
import dev.quiver.interop.evidence.KnownFile;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.TestWebSocket;
import dev.quiver.testkit.pki.TestAuthority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each case with a server that is broken just so: the cell is failed, and says why. */
class BrokenServersIT {
    private static final Fields NONE = Fields.EMPTY;

    @TempDir
    private Path logs;

    @Test
    void aMethodThatIsTakenForAnother() throws Exception {
        fails(
                "methods",
                server -> server.route(
                        "/work",
                        (request, response) -> request.readAll()
                                .thenAccept(body -> response.send(
                                        200,
                                        request.method().replace("PUT", "POST") + " " + body.length + " "
                                                + KnownFile.sha256(body) + "\n"))),
                "it read 'POST 1003",
                "where 'PUT 1003");
    }

    @Test
    void aFileWithOneBitFlipped() throws Exception {
        byte[] flipped = KnownFile.KIB_64.content();
        flipped[40_000] ^= 1;
        fails("bodies", server -> server.route("/64k.bin", body(flipped)), "/64k.bin was answered with", "not with");
    }

    @Test
    void anUploadThatLosesItsEnd() throws Exception {
        fails(
                "bodies",
                server -> server.route(
                        "/work",
                        (request, response) -> request.readAll()
                                .thenAccept(body -> response.send(
                                        200,
                                        "POST " + Math.max(0, body.length - 1) + " " + KnownFile.sha256(body) + "\n"))),
                "of an upload of 1 bytes it says 'POST 0");
    }

    @Test
    void aBodyThatIsTruncated() throws Exception {
        fails("bodies", "/truncate?bytes=1000&length=2001", "TRUNCATED", "1000 of 2001 bytes");
    }

    @Test
    void aBodyThatChanges() throws Exception {
        AtomicInteger count = new AtomicInteger();
        fails(
                "bodies",
                "/changing",
                server -> server.route(
                        "/changing",
                        (request, response) -> response.send(200, "number " + count.incrementAndGet() / 4)),
                "/changing was answered with status 200 and 8 bytes",
                "not with");
    }

    @Test
    void aDigestThatIsNotTheBodys() throws Exception {
        fails(
                "bodies",
                "/digested",
                server -> server.route(
                        "/digested",
                        (request, response) -> response.head(
                                        200,
                                        Fields.of(
                                                "content-digest",
                                                "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"))
                                .thenCompose(sent -> response.write(ByteBuffer.wrap(new byte[10])))
                                .thenCompose(sent -> response.end())),
                "its content-digest says sha-256 47DEQ");
    }

    @Test
    void headWithABody() throws Exception {
        fails(
                "head",
                "/both",
                server -> server.route(
                        "/both",
                        (request, response) -> response.head(200, NONE)
                                .thenCompose(sent -> response.raw(
                                        ByteBuffer.wrap(new HttpFrame(HttpFrame.DATA, new byte[5]).bytes())))
                                .thenCompose(sent -> response.end())),
                "one to HEAD cannot have");
    }

    @Test
    void headWithAnotherLength() throws Exception {
        fails(
                "head",
                "/lengths",
                server -> server.route(
                        "/lengths",
                        (request, response) -> response.head(
                                        200,
                                        Fields.of(
                                                "content-length",
                                                request.method().equals("HEAD") ? "7" : "5"))
                                .thenCompose(sent -> response.write(ByteBuffer.wrap(new byte[5])))
                                .thenCompose(sent -> response.end())),
                "HEAD has content-length [7], GET [5]");
    }

    @Test
    void trailersThatAreMissing() throws Exception {
        fails(
                "trailers",
                server -> server.route("/trailers", (request, response) -> response.send(200, "trailers follow\n")),
                "ought to be",
                "what came is {}");
        fails(
                "trailers",
                "/announced",
                server -> server.route(
                        "/announced",
                        (request, response) -> response.head(200, Fields.of("trailer", "x-sum"))
                                .thenCompose(sent -> response.end())),
                "announced the trailers x-sum, and none came");
    }

    @Test
    void earlyHintsThatComeLate() throws Exception {
        byte[] two = HttpFrame.join(
                new HttpFrame(HttpFrame.HEADERS, FieldSection.of(":status", "200")).bytes(),
                new HttpFrame(HttpFrame.HEADERS, FieldSection.of(":status", "103", "link", "</a>; rel=preload"))
                        .bytes());
        fails(
                "informational",
                server -> server.route(
                        "/early-hints",
                        (request, response) ->
                                response.raw(ByteBuffer.wrap(two)).thenCompose(sent -> response.end())),
                "H3_MESSAGE_ERROR");
        fails(
                "informational",
                server -> server.route("/early-hints", (request, response) -> response.send(200, "no hint\n")),
                "before it came nothing");
    }

    @Test
    void fieldsThatGetLost() throws Exception {
        fails(
                "large-fields",
                server -> server.route(
                        "/headers",
                        (request, response) ->
                                response.send(200, request.fields().lines().replaceAll("(?m)^x-quiver-3: .*\n", ""))),
                "the server did not see x-quiver-3");
        fails(
                "large-fields",
                server -> server.route(
                        "/big-headers",
                        (request, response) -> response.head(200, Fields.of("x-big-000", "x".repeat(1000)))
                                .thenCompose(sent -> response.end())),
                "came with 1041 bytes");
    }

    @Test
    void aLargeRequestThatEndsTheConnection() throws Exception {
        fails(
                "large-fields",
                "/fragile",
                server -> server.route("/fragile", (request, response) -> {
                    if (request.fields().first("x-quiver-0").isPresent()) {
                        response.closeConnection(0x107, "too much");
                    } else {
                        response.send(200, "ok\n");
                    }
                }),
                "CLOSED_BY_PEER");
    }

    @Test
    void oneOfAThousandIsWrong() throws Exception {
        AtomicInteger count = new AtomicInteger();
        byte[] right = KnownFile.KIB.content();
        fails(
                "many-streams",
                server -> server.route(
                        "/1k.bin",
                        (request, response) -> body(count.incrementAndGet() == 700 ? new byte[1024] : right)
                                .handle(request, response)),
                "of 1000 was answered with");
    }

    @Test
    void aPriorityFieldThatDoesNotArrive() throws Exception {
        fails(
                "priority",
                server -> server.route("/headers", (request, response) -> response.send(200, "GET /headers\n"))
                        .route("/1m.bin", body(KnownFile.MIB.content())),
                "tells of no field 'priority: u=1, i'");
    }

    @Test
    void aCancelledResponseThatSpoilsTheNext() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        fails(
                "cancel",
                "/page",
                server -> server.route("/page", (request, response) -> {
                    if (asked.incrementAndGet() < 3) {
                        response.send(200, "fine\n");
                    } else {
                        response.send(500, "confused\n");
                    }
                }),
                "the request after it was answered with status 500");
    }

    @Test
    void aResetWithAnotherCode() throws Exception {
        fails(
                "reset",
                server -> server.route("/reset", (request, response) -> response.reset(0x10c)),
                "reset with H3_REQUEST_CANCELLED, not with H3_INTERNAL_ERROR");
        fails(
                "reset",
                server -> server.route("/reset", (request, response) -> response.send(200, "done\n")),
                "was answered whole");
        fails(
                "reset",
                server -> server.route("/reset", (request, response) -> response.closeConnection(0x102, "all of it")),
                "CLOSED_BY_PEER");
    }

    @Test
    void aGoAwayThatDropsRequests() throws Exception {
        AtomicInteger goodbyes = new AtomicInteger();
        fails(
                "goaway",
                "/page",
                server -> server.route("/goaway", (request, response) -> {
                            goodbyes.incrementAndGet();
                            response.send(200, "goodbye\n").thenRun(response::goAway);
                        })
                        .route("/page", (request, response) -> {
                            if (goodbyes.get() > 1) {
                                response.reset(0x102);
                            } else {
                                response.send(200, "page\n");
                            }
                        }),
                "STREAM_RESET");
    }

    @Test
    void anExtendedConnectThatIsRefusedOtherwise() throws Exception {
        fails(
                "extended-connect",
                server -> server.route("/ws", (request, response) -> response.send(404, "none\n")),
                "/ws was refused with status 404");
        fails(
                "extended-connect",
                server -> server.route("/refused/*", (request, response) -> response.send(500, "oops\n")),
                "/refused/403 was answered with 500");
    }

    @Test
    void aWebSocketThatSaysOtherThings() throws Exception {
        fails(
                "websocket",
                server -> server.webSocket("/ws", socket -> answer(socket, "something else", 1000)),
                "came back as 'something else'");
        fails(
                "websocket",
                server -> server.webSocket("/ws", socket -> answer(socket, null, 1011)),
                "Close 4001 was answered with 1011");
        fails(
                "websocket",
                server -> server.route("/ws", (request, response) -> response.send(403, "no\n")),
                "refused with status 403");
    }

    @Test
    void aChainThatIsNotWhole() throws Exception {
        TestAuthority root = TestAuthority.create();
        try (TestServer server = TestServer.newBuilder()
                .certificate(root.newIntermediate()
                        .issueAuthority()
                        .leafFor("localhost")
                        .withoutIntermediates())
                .start()) {
            Answer answer = Runs.run(server, Runs.target(server, "/"), logs, "certificates")
                    .get("certificates");
            assertThat(answer).isInstanceOf(Answer.Failed.class);
            assertThat(answer.reason()).startsWith("CERTIFICATE_REJECTED");
        }
    }

    @Test
    void aClientCertificateThatNobodyAsksFor() throws Exception {
        TestAuthority root = TestAuthority.create();
        var files = root.clientLeaf("client").writeTo(logs.resolve("client"));
        try (TestServer server =
                TestServer.newBuilder().certificate(root.leafFor("localhost")).start()) {
            Target target = Runs.target(
                    server,
                    "/",
                    "mtls",
                    "localhost:" + server.address().getPort(),
                    "client-cert",
                    files.chain().toString(),
                    "client-key",
                    files.key().toString());
            Answer answer = Runs.run(server, target, logs, "mtls").get("mtls");
            assertThat(answer).isInstanceOf(Answer.Failed.class);
            assertThat(answer.reason()).contains("never asked for a certificate");
        }
    }

    private static void answer(TestWebSocket socket, @Nullable String text, int close) throws IOException {
        for (TestWebSocket.Frame frame = socket.receive(); frame != null; frame = socket.receive()) {
            switch (frame.opcode()) {
                case TestWebSocket.CLOSE -> {
                    socket.sendClose(close, "");
                    return;
                }
                case TestWebSocket.PING ->
                    socket.send(new TestWebSocket.Frame(true, 0, TestWebSocket.PONG, frame.payload()));
                default ->
                    socket.send(
                            text == null
                                    ? frame
                                    : new TestWebSocket.Frame(
                                            true, 0, frame.opcode(), text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static Handler body(byte[] content) {
        return (request, response) -> response.head(200, Fields.of("content-length", "" + content.length))
                .thenCompose(sent -> response.write(ByteBuffer.wrap(content)))
                .thenCompose(sent -> response.end());
    }

    /** With all declared. */
    private void fails(String name, UnaryOperator<TestServer.Builder> broken, String... reason) throws Exception {
        check(name, "/bytes/100", true, broken, reason);
    }

    /** With nothing declared. */
    private void fails(String name, String path, String... reason) throws Exception {
        check(name, path, false, server -> server, reason);
    }

    private void fails(String name, String path, UnaryOperator<TestServer.Builder> broken, String... reason)
            throws Exception {
        check(name, path, name.equals("goaway"), broken, reason);
    }

    private void check(
            String name, String path, boolean declared, UnaryOperator<TestServer.Builder> broken, String... reason)
            throws Exception {
        try (TestServer server = broken.apply(TestServer.newBuilder()).start()) {
            Target target = declared ? Runs.target(server, path, "offers", Runs.ALL_OFFERS) : Runs.target(server, path);
            Answer answer = Runs.run(server, target, logs, name).get(name);
            assertThat(answer).as(answer.reason()).isInstanceOf(Answer.Failed.class);
            assertThat(answer.reason()).contains(reason);
        }
    }
}
