package dev.quiver.urlsession;

import dev.quiver.h3.Discovery;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Handler;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What the tests of swift-corelibs-foundation ask of their server, over HTTP/3. */
final class CorelibsServer implements AutoCloseable {
    private static final Map<String, String> CAPITALS = Map.of(
            "/Nepal", "Kathmandu",
            "/Peru", "Lima",
            "/Italy", "Rome",
            "/USA", "Washington, D.C.",
            "/UK", "London");

    private final TestServer server;

    CorelibsServer() throws IOException {
        server = TestServer.newBuilder()
                .route(
                        "/requestHeaders",
                        (request, response) ->
                                response.send(200, request.fields().lines()))
                .route(
                        "/accept-encoding",
                        (request, response) -> response.send(
                                200, request.fields().first("accept-encoding").orElse("")))
                .route("/gzipped", CorelibsServer::gzipped)
                .route("/redirect/*", CorelibsServer::countDown)
                .route("/UnitedStates", to("/UnitedKingdom"))
                .route("/UnitedKingdom", to("Nepal"))
                .otherwise(CorelibsServer::answer)
                .start();
    }

    UrlSessionConfiguration.Builder configuration() {
        return UrlSessionConfiguration.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .discovery(Discovery.HTTP3_ONLY);
    }

    URI url(String path) {
        return server.uri(path);
    }

    TestServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }

    private static void answer(Request request, Response response) throws Exception {
        String path = request.path();
        if (CAPITALS.containsKey(path)) {
            response.send(200, CAPITALS.get(path));
        } else if (path.matches("/3\\d\\d")) {
            String to = request.query("location").orElse("Nepal");
            String text = "Redirecting to " + request.method() + " " + to;
            response.head(
                            Integer.parseInt(path.substring(1)),
                            path.equals("/304")
                                    ? Fields.of("location", to)
                                    : Fields.of("location", to, "content-length", "" + text.length()))
                    .get();
            if (!path.equals("/304")) {
                response.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
            response.end();
        } else if (path.equals("/404")) {
            response.send(404, request.method() + " " + path);
        } else if (path.equals("/echo-query")) {
            response.send(200, request.target().split("\\?", 2)[1]);
        } else if (path.equals("/quiet")) {
            request.drain().get();
        } else {
            byte[] body = request.readAll().get();
            response.send(
                    200,
                    request.method() + " " + path + "\ncontent-type: "
                            + request.fields().first("content-type").orElse("none") + "\nbody: "
                            + Base64.getEncoder().encodeToString(body));
        }
    }

    private static void countDown(Request request, Response response) throws Exception {
        int left = Integer.parseInt(request.path().substring("/redirect/".length()));
        response.head(302, Fields.of("location", left == 1 ? "/jsonBody" : "/redirect/" + (left - 1)))
                .get();
        response.end();
    }

    private static Handler to(String location) {
        return (request, response) -> {
            response.head(302, Fields.of("location", location)).get();
            response.end();
        };
    }

    private static void gzipped(Request request, Response response) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("Hello World!".getBytes(StandardCharsets.UTF_8));
        }
        response.head(200, Fields.of("content-encoding", "gzip", "content-length", "" + bytes.size()))
                .get();
        response.write(ByteBuffer.wrap(bytes.toByteArray())).get();
        response.end();
    }
}
