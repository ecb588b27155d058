package dev.quiver.h3.example;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.h3.Priority;
import dev.quiver.h3.PriorityControl;
import dev.quiver.h3.micrometer.H3ClientMetrics;
import dev.quiver.h3.micrometer.H3PoolMetrics;
import dev.quiver.quic.trust.TrustEvaluator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** The code of docs/h3-client.md. */
final class Recipes {
    private Recipes() {}

    static String replace(URI uri) throws Exception {
        HttpClient client = H3Client.newHttpClient();
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        return response.body();
    }

    static H3Client own(X509Certificate root) {
        return H3Client.newBuilder().trust(TrustEvaluator.anchors(root)).build();
    }

    static H3Client pinned(String current, String spare) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.platform().and(TrustEvaluator.pins(current, spare)))
                .build();
    }

    static CompletableFuture<H3Response<String>> byTcp(H3Client client, HttpRequest request) {
        H3Options byTcp = client.options().toBuilder().discovery(Discovery.NONE).build();
        return client.exchange(request, byTcp, BodyHandlers.ofString());
    }

    static CompletableFuture<HttpResponse<String>> streamed(
            H3Client client, URI uri, Flow.Publisher<ByteBuffer> events) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.fromPublisher(events))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    static CompletableFuture<WebSocket> chat(H3Client client, WebSocket.Listener listener) {
        CompletableFuture<WebSocket> opening =
                client.newWebSocketBuilder().buildAsync(URI.create("wss://example.com/chat"), listener);
        return opening.thenCompose(webSocket -> webSocket.sendText("hello", true));
    }

    static H3Client metered(MeterRegistry registry) {
        H3Client client = H3Client.newBuilder()
                .exchangeListener(H3ClientMetrics.of(registry))
                .build();
        new H3PoolMetrics(client, Tags.empty()).bindTo(registry);
        return client;
    }

    static String whichWay(H3Client client, HttpRequest request) throws Exception {
        H3Response<String> response = client.send(request, BodyHandlers.ofString());
        return response.protocol() + ", since " + response.route();
    }

    static H3Client onlyHttp3() {
        return H3Client.newBuilder()
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
    }

    static H3Client remembering() {
        H3Client client = H3Client.newBuilder()
                .options(H3Options.newBuilder().discovery(Discovery.ALT_SVC).build())
                // The next run, or another process, starts with HTTP/3.
                .altSvcFile(Path.of("alt-svc"))
                .build();
        return client;
    }

    static int upload(H3Client client, URI uri, Path file, Supplier<InputStream> made) throws Exception {
        HttpRequest known =
                HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofFile(file)).build();
        HttpRequest unknown = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofInputStream(made))
                .expectContinue(true)
                .build();
        client.send(known, BodyHandlers.discarding());
        return client.send(unknown, BodyHandlers.discarding()).statusCode();
    }

    static CompletableFuture<H3Response<String>> withTrailers(
            H3Client client, HttpRequest request, Supplier<String> checksum) {
        H3Options options = client.options().toBuilder()
                .requestTrailers(() -> HttpHeaders.of(Map.of("x-checksum", List.of(checksum.get())), (n, v) -> true))
                .build();
        return client.exchange(request, options, BodyHandlers.ofString());
    }

    static CompletableFuture<H3Response<byte[]>> prioritised(H3Client client, HttpRequest request) {
        PriorityControl visible = PriorityControl.of(new Priority(5, true));
        CompletableFuture<H3Response<byte[]>> image = client.exchange(
                request, client.options().toBuilder().priorityControl(visible).build(), BodyHandlers.ofByteArray());
        // It was scrolled into view.
        visible.change(new Priority(1, true));
        return image;
    }

    static H3Client early() {
        return H3Client.newBuilder()
                .options(H3Options.newBuilder().earlyData(true).build())
                .build();
    }

    static H3Client withTimeouts() {
        return H3Client.newBuilder()
                .connectTimeout(Duration.ofSeconds(3))
                .options(H3Options.newBuilder()
                        .exchangeTimeout(Duration.ofMinutes(2))
                        .bodyIdleTimeout(Duration.ofSeconds(20))
                        .build())
                .build();
    }

    static String failure(H3Client client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException failed) {
            H3Exception why = H3Exception.in(failed);
            return why == null
                    ? failed.toString()
                    : why.kind() + ", " + why.codeName() + ", " + why.outcome() + ": " + why.getMessage();
        }
    }

    static H3Client withPassword(String user, char[] password) {
        return H3Client.newBuilder()
                .authenticator(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(user, password);
                    }
                })
                .build();
    }
}
