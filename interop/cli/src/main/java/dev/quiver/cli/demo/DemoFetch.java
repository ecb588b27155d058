package dev.quiver.cli.demo;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The requests of the demonstration. Used by one thread. */
final class DemoFetch {
    private static final int CHUNK = 64 * 1024;

    private final H3Client client;
    private final H3Options options;

    /** What a download came to. */
    record Download(long bytes, String sha256, Duration took) {
        long bytesPerSecond() {
            return (long) (bytes / Math.max(1e-6, took.toNanos() / 1e9));
        }
    }

    DemoFetch(H3Client client, H3Options options) {
        this.client = client;
        this.options = options;
    }

    /** A GET, its body as text. */
    H3Response<String> text(URI url) throws ExecutionException, InterruptedException {
        return client.exchange(get(url), options, BodyHandlers.ofString()).get();
    }

    /** A GET whose body is streamed and hashed, never held. */
    Download download(URI url) throws ExecutionException, InterruptedException, IOException {
        long started = System.nanoTime();
        MessageDigest digest = sha256();
        long bytes = 0;
        byte[] chunk = new byte[CHUNK];
        try (InputStream body = client.exchange(get(url), options, BodyHandlers.ofInputStream())
                .get()
                .body()) {
            int length;
            while ((length = body.read(chunk)) >= 0) {
                digest.update(chunk, 0, length);
                bytes += length;
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new Download(bytes, HexFormat.of().formatHex(digest.digest()), took);
    }

    /** So many GETs at once; how many came back with status 200. */
    int burst(URI url, int count) throws ExecutionException, InterruptedException {
        List<CompletableFuture<H3Response<Void>>> exchanges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exchanges.add(client.exchange(get(url), options, BodyHandlers.discarding()));
        }
        int good = 0;
        for (CompletableFuture<H3Response<Void>> exchange : exchanges) {
            good += exchange.get().statusCode() == 200 ? 1 : 0;
        }
        return good;
    }

    private static HttpRequest get(URI url) {
        return HttpRequest.newBuilder(url).header("user-agent", "quiver-demo").build();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
