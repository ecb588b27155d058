package dev.quiver.h3.internal.okhttp;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.concurrent.CompletableFuture;
import okhttp3.Headers;
import okhttp3.Response;
import okhttp3.TrailersSource;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** The fields behind a response's body. From OkHttp 5 on. */
record ResponseTrailers(BufferedSource body, CompletableFuture<HttpHeaders> trailers) implements TrailersSource {
    private static final long PIECE = 64 << 10;

    static void give(Response.Builder response, BufferedSource body, CompletableFuture<HttpHeaders> trailers) {
        response.trailers(new ResponseTrailers(body, trailers));
    }

    @Override
    public @Nullable Headers peek() throws IOException {
        if (!trailers.isDone()) {
            return null;
        }
        try {
            return ResponseBridge.headers(trailers.join().map());
        } catch (RuntimeException failed) {
            throw new IOException("the response's body did not come to its end", failed);
        }
    }

    /** What of the body was not read is thrown away, as OkHttp does. */
    @Override
    public Headers get() throws IOException {
        if (body.isOpen()) {
            Buffer forgotten = new Buffer();
            while (body.read(forgotten, PIECE) >= 0) {
                forgotten.clear();
            }
            // They are there when the body is, or a moment later.
            trailers.handle((fields, failure) -> null).join();
        }
        Headers known = peek();
        if (known == null) {
            throw new IllegalStateException("the response was closed before its end");
        }
        return known;
    }
}
