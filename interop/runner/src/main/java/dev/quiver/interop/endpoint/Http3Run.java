package dev.quiver.interop.endpoint;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The case that fetches files by HTTP/3, side by side on one connection. */
final class Http3Run {
    private static final int OK = 200;
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final EndpointSettings settings;
    private final TrustEvaluator trust;
    private final Deadline deadline;
    private final Failures failures;

    Http3Run(EndpointSettings settings, TrustEvaluator trust, Deadline deadline, Failures failures) {
        this.settings = settings;
        this.trust = trust;
        this.deadline = deadline;
        this.failures = failures;
    }

    void run() throws InterruptedException {
        H3Client client = client();
        CompletableFuture<?>[] fetches = settings.downloads().stream()
                .map(download -> fetch(client, download))
                .toArray(CompletableFuture<?>[]::new);
        if (!deadline.await(CompletableFuture.allOf(fetches))) {
            failures.note(
                    "limit",
                    new IllegalStateException(
                            "not done within " + deadline.limit().toSeconds() + " s"));
            client.shutdownNow();
        } else {
            client.shutdown();
        }
        client.awaitTermination(FAREWELL);
    }

    private CompletableFuture<Void> fetch(H3Client client, Download download) {
        PartFile file = new PartFile(download.file());
        HttpRequest request = HttpRequest.newBuilder(download.url()).build();
        HttpResponse.BodyHandler<Path> into = head -> head.statusCode() == OK
                ? BodyHandlers.ofFile(file.part()).apply(head)
                : BodySubscribers.replacing(file.part());
        return client.sendAsync(request, into).handle((response, thrown) -> {
            try {
                if (thrown != null) {
                    throw thrown;
                }
                if (response.statusCode() != OK) {
                    throw new IOException("answered with " + response.statusCode());
                }
                file.commit();
            } catch (Throwable e) {
                file.discard();
                failures.note(download.url(), e);
            }
            return null;
        });
    }

    private H3Client client() {
        H3Client.Builder builder = H3Client.newBuilder()
                .trust(trust)
                .handshakeTimeout(deadline.left())
                .connectTimeout(deadline.left())
                .proxy(HttpClient.Builder.NO_PROXY)
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
        if (settings.keyLog() != null) {
            builder.keyLog(settings.keyLog());
        }
        if (settings.qlog() != null) {
            builder.qlog(settings.qlog());
        }
        return builder.build();
    }
}
