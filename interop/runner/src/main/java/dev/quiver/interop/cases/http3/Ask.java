package dev.quiver.interop.cases.http3;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.interop.Trial;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Requests that do not wait for ever for a server that says nothing, however long the case may take in all. */
final class Ask {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private Ask() {}

    /** The options of all requests. */
    static H3Options.Builder options(Trial trial) {
        return trial.options().bodyIdleTimeout(PATIENCE);
    }

    /** A client under these options, closed with the trial. */
    static H3Client open(Trial trial) {
        return trial.open(client(trial));
    }

    /** To be changed further. */
    static H3Client.Builder client(Trial trial) {
        return trial.client().options(options(trial).build());
    }

    /** A request to a path of the target. */
    static HttpRequest.Builder request(Trial trial, String path) {
        return HttpRequest.newBuilder(trial.target().uri(path)).timeout(PATIENCE);
    }

    /** A GET whose body is kept whole. */
    static H3Response<byte[]> get(Trial trial, H3Client client, String path) throws IOException, InterruptedException {
        return trial.send(client, request(trial, path).build());
    }

    /** What a future comes to; its own exception if it fails. */
    static <T> T answer(Trial trial, CompletableFuture<T> future) throws Exception {
        try {
            return future.get(trial.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
