package dev.quiver.testkit.internal.routes;

import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.internal.AsyncLoop;
import dev.quiver.testkit.internal.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The routes that move bodies, each in constant memory. */
final class Bodies {
    private static final int PART = 65_536;

    private Bodies() {}

    static void addTo(Router router, Executor blocking) {
        router.add("/echo", Bodies::echo)
                .add("/upload", (request, response) -> read(request).thenCompose(line -> response.send(200, line)))
                .add("/work", Bodies::work)
                .add("/slow", Bodies::slow)
                .add("/bytes/*", (request, response) -> {
                    long size = Query.number("/bytes/N", request.path().substring(7), 0, Long.MAX_VALUE);
                    return response.head(200, octets(size))
                            .thenCompose(sent -> bytes(response, 0, size))
                            .thenCompose(sent -> response.end());
                })
                .add("/digest/*", (request, response) -> {
                    long size = Query.number("/digest/N", request.path().substring(8), 0, Long.MAX_VALUE);
                    return CompletableFuture.supplyAsync(() -> TestBytes.sha256(size), blocking)
                            .thenCompose(hex -> response.send(200, hex + "\n"));
                });
    }

    static Fields octets(long size) {
        return Fields.of("content-type", "application/octet-stream", "content-length", Long.toString(size));
    }

    /** Sends this part of the test bytes, as fast as the client takes them. */
    static CompletableFuture<Void> bytes(Response response, long from, long to) {
        long[] at = {from};
        return AsyncLoop.whileTrue(() -> {
            int part = (int) Math.min(PART, to - at[0]);
            if (part <= 0) {
                return CompletableFuture.completedFuture(false);
            }
            ByteBuffer data = TestBytes.at(at[0], part);
            at[0] += part;
            return response.write(data).thenApply(sent -> true);
        });
    }

    private static CompletableFuture<?> echo(Request request, Response response) {
        Fields fields =
                Fields.of("content-type", request.fields().first("content-type").orElse("application/octet-stream"));
        return response.head(200, fields)
                .thenCompose(sent -> AsyncLoop.whileTrue(() -> request.read()
                        .thenCompose(data -> data == null
                                ? CompletableFuture.completedFuture(false)
                                : response.write(data).thenApply(written -> true))))
                .thenCompose(sent -> response.end(request.trailers()));
    }

    private static CompletableFuture<?> work(Request request, Response response) {
        return read(request).thenCompose(line -> response.send(200, request.method() + " " + line));
    }

    /** Takes the whole body; its length and SHA-256, as a line. */
    private static CompletableFuture<String> read(Request request) {
        MessageDigest digest = Sha256.fresh();
        long[] size = {0};
        return AsyncLoop.whileTrue(() -> request.read().thenApply(data -> {
                    if (data == null) {
                        return false;
                    }
                    size[0] += data.remaining();
                    digest.update(data);
                    return true;
                }))
                .thenApply(read -> size[0] + " " + HexFormat.of().formatHex(digest.digest()) + "\n");
    }

    private static CompletableFuture<?> slow(Request request, Response response) {
        long size = Query.number(request, "bytes", 10_000, 0, Long.MAX_VALUE);
        int chunk = (int) Query.number(request, "chunk", 1000, 1, PART);
        Duration delay = Duration.ofMillis(Query.number(request, "delayMs", 100, 0, 86_400_000));
        long[] at = {0};
        return response.head(200, octets(size))
                .thenCompose(sent -> AsyncLoop.whileTrue(() -> {
                    if (at[0] >= size) {
                        return CompletableFuture.completedFuture(false);
                    }
                    return response.after(delay).thenCompose(late -> {
                        long from = at[0];
                        at[0] = Math.min(size, from + chunk);
                        return bytes(response, from, at[0]).thenApply(written -> true);
                    });
                }))
                .thenCompose(sent -> response.end());
    }
}
