package dev.quiver.testkit.internal.routes;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Fields.Field;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.internal.AsyncLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The routes about heads, fields and trailers. */
final class Messages {
    /** What RFC 9114 §4.2.2 adds to the lengths of name and value. */
    private static final int FIELD_OVERHEAD = 32;

    private static final int LONGEST_VALUE = 4000;
    private static final Fields TEXT = Fields.of("content-type", "text/plain; charset=utf-8");

    private Messages() {}

    static void addTo(Router router) {
        router.add("/headers", Messages::headers)
                .add("/status/*", Messages::status)
                .add("/trailers", Messages::trailers)
                .add("/early-hints", Messages::earlyHints)
                .add("/ws/*", (request, response) -> refusedWebSocket("/ws/", request, response))
                .add("/refused/*", (request, response) -> refusedWebSocket("/refused/", request, response))
                .add("/connect", Messages::connect)
                .add("/redirect", Messages::redirect)
                .add("/big-headers", Messages::bigHeaders);
    }

    private static CompletableFuture<?> headers(Request request, Response response) {
        return response.send(
                200,
                request.method() + " " + request.target() + "\nhost: " + request.authority() + "\n"
                        + request.fields().lines());
    }

    private static CompletableFuture<?> status(Request request, Response response) {
        int status = (int) Query.number("/status/CODE", request.path().substring(8), 200, 599);
        // RFC 9110 §6.4.1: these have no content.
        return status == 204 || status == 205 || status == 304
                ? response.head(status, Fields.EMPTY).thenCompose(sent -> response.end())
                : response.send(status, "status " + status + "\n");
    }

    private static CompletableFuture<?> refusedWebSocket(String under, Request request, Response response) {
        int status = (int) Query.number(under + "STATUS", request.path().substring(under.length()), 300, 599);
        ByteBuffer body = StandardCharsets.UTF_8.encode("no WebSocket for you: " + status + "\n");
        Fields fields = TEXT.with("x-refused-by", "testkit").with("content-length", "" + body.remaining());
        return response.head(status, status / 100 == 3 ? fields.with("location", "/ws") : fields)
                .thenCompose(sent -> response.write(body))
                .thenCompose(sent -> response.end());
    }

    /** An extended CONNECT of any protocol: what is sent comes back, bytes and datagrams. */
    private static CompletableFuture<?> connect(Request request, Response response) {
        if (request.protocol() == null) {
            return response.send(400, "an extended CONNECT is answered here (RFC 9220)\n");
        }
        request.onDatagram(response::datagram);
        return response.head(200, Fields.of("capsule-protocol", "?1"))
                .thenCompose(sent -> AsyncLoop.whileTrue(() -> request.read()
                        .thenCompose(part -> part == null
                                ? CompletableFuture.completedFuture(false)
                                : response.write(part).thenApply(v -> true))))
                .thenCompose(done -> response.end());
    }

    private static CompletableFuture<?> trailers(Request request, Response response) {
        return response.head(200, TEXT.with("trailer", "x-checksum, x-count"))
                .thenCompose(sent -> response.write(StandardCharsets.UTF_8.encode("trailers follow\n")))
                .thenCompose(sent -> response.end(Fields.of("x-checksum", "deadbeef", "x-count", "16")));
    }

    private static CompletableFuture<?> earlyHints(Request request, Response response) {
        // RFC 8297 §2
        return response.informational(103, Fields.of("link", "</style.css>; rel=preload; as=style"))
                .thenCompose(sent -> response.send(200, "hinted\n"));
    }

    private static CompletableFuture<?> redirect(Request request, Response response) {
        int status = (int) Query.number(request, "status", 302, 300, 399);
        String to = request.query("to").orElse("/");
        return response.head(status, Fields.of("location", to, "content-length", "0"))
                .thenCompose(sent -> response.end());
    }

    private static CompletableFuture<?> bigHeaders(Request request, Response response) {
        int bytes = (int) Query.number(request, "bytes", 65_536, 64, 256 * 1024);
        List<Field> entries = new ArrayList<>(TEXT.entries());
        entries.addAll(filler(bytes));
        return response.head(200, new Fields(entries))
                .thenCompose(sent -> response.write(StandardCharsets.UTF_8.encode("big\n")))
                .thenCompose(sent -> response.end());
    }

    /** Fields whose size as RFC 9114 §4.2.2 counts it is just this. */
    static List<Field> filler(int bytes) {
        List<Field> entries = new ArrayList<>();
        for (int left = bytes, n = 0; left > 0; n++) {
            String name = String.format("x-big-%03d", n);
            int around = name.length() + FIELD_OVERHEAD;
            int value = Math.min(LONGEST_VALUE, left - around);
            int behind = left - around - value;
            if (behind > 0 && behind < around) {
                // Leaves enough for the last line to be one.
                value -= around - behind;
            }
            entries.add(new Field(name, "x".repeat(value)));
            left -= around + value;
        }
        return entries;
    }
}
