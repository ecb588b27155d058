package dev.quiver.testkit.internal.routes;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.internal.AsyncLoop;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The routes that misbehave, each in one way that a client must survive. */
final class Faults {
    private static final long MOST = Integer.MAX_VALUE;

    private Faults() {}

    static void addTo(Router router) {
        router.add("/reset", Faults::reset)
                .add("/stop", Faults::stop)
                .add("/goaway", Faults::goAway)
                .add("/close", Faults::close)
                .add("/never", (request, response) -> new CompletableFuture<>())
                .add("/truncate", Faults::truncate)
                .add("/cut", Faults::cut)
                .add("/cut-headers", Faults::cutHeaders)
                .add(
                        "/empty",
                        (request, response) ->
                                response.raw(ByteBuffer.allocate(0)).thenCompose(sent -> response.end()))
                .add("/crlf", Faults::crlf);
    }

    /** RESET_STREAM and CONNECTION_CLOSE throw away what has not left yet: the bytes before them need some time. */
    private static Duration headStart(Request request) {
        return Duration.ofMillis(Query.number(request, "delayMs", 50, 0, 60_000));
    }

    /** H3_INTERNAL_ERROR unless told otherwise (RFC 9114 §8.1). */
    private static CompletableFuture<?> reset(Request request, Response response) {
        long code = Query.number(request, "code", 0x102, 0, MOST);
        long after = Query.number(request, "after", 1000, -1, MOST);
        if (after < 0) {
            response.reset(code);
            return CompletableFuture.completedFuture(null);
        }
        return response.head(200, Fields.of("content-type", "application/octet-stream"))
                .thenCompose(sent -> Bodies.bytes(response, 0, after))
                .thenCompose(sent -> response.after(headStart(request)))
                .thenRun(() -> response.reset(code));
    }

    /** H3_NO_ERROR unless told otherwise: the answer does not need the rest of the request (RFC 9114 §4.1). */
    private static CompletableFuture<?> stop(Request request, Response response) {
        long code = Query.number(request, "code", 0x100, 0, MOST);
        long after = Query.number(request, "after", 0, 0, Long.MAX_VALUE);
        boolean answer = !request.query("answer").orElse("true").equals("false");
        long[] read = {0};
        return AsyncLoop.whileTrue(() -> read[0] >= after
                        ? CompletableFuture.completedFuture(false)
                        : request.read().thenApply(data -> {
                            read[0] += data == null ? 0 : data.remaining();
                            return data != null;
                        }))
                .thenCompose(enough -> {
                    request.stopSending(code);
                    return answer ? response.send(200, "stopped\n") : new CompletableFuture<Void>();
                });
    }

    private static CompletableFuture<?> goAway(Request request, Response response) {
        return response.send(200, "goodbye\n").thenRun(response::goAway);
    }

    private static CompletableFuture<?> close(Request request, Response response) {
        long code = Query.number(request, "code", 0x102, 0, MOST);
        long after = Query.number(request, "after", 1000, 0, MOST);
        return response.head(200, Fields.of("content-type", "application/octet-stream"))
                .thenCompose(sent -> Bodies.bytes(response, 0, after))
                .thenCompose(sent -> response.after(headStart(request)))
                .thenRun(() -> response.closeConnection(code, "as asked"));
    }

    private static CompletableFuture<?> truncate(Request request, Response response) {
        long bytes = Query.number(request, "bytes", 1000, 0, MOST);
        long length = Query.number(request, "length", 2 * bytes + 1, 0, Long.MAX_VALUE);
        return response.head(200, Bodies.octets(length))
                .thenCompose(sent -> Bodies.bytes(response, 0, bytes))
                .thenCompose(sent -> response.end());
    }

    /** A DATA frame of which only a part comes, then FIN (RFC 9114 §7.1). */
    private static CompletableFuture<?> cut(Request request, Response response) {
        int bytes = (int) Query.number(request, "bytes", 1000, 2, 16_383);
        ByteBuffer half = ByteBuffer.allocate(3 + bytes / 2).put((byte) 0x00).putShort((short) (0x4000 | bytes));
        return response.head(200, Fields.of("content-type", "application/octet-stream"))
                .thenCompose(sent -> response.raw(half.rewind()))
                .thenCompose(sent -> response.end());
    }

    /** A HEADERS frame of which only a part comes, then FIN. */
    private static CompletableFuture<?> cutHeaders(Request request, Response response) {
        // 100 bytes promised, 3 given: an empty prefix and ":status: 200" (RFC 9204 §4.5.1, appendix A, index 25).
        byte[] frame = {0x01, 0x40, 100, 0x00, 0x00, (byte) 0xd9};
        return response.raw(ByteBuffer.wrap(frame)).thenCompose(sent -> response.end());
    }

    /** A field that would be two in HTTP/1.1 (RFC 9114 §10.3). */
    private static CompletableFuture<?> crlf(Request request, Response response) {
        return response.head(200, Fields.of("x-split", "one\r\nx-injected: two"))
                .thenCompose(sent -> response.end());
    }
}
