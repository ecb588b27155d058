package dev.quiver.h3;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Clients and requests as the tests want them. */
final class Clients {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Clients() {}

    /** Prior knowledge, the server's own root. */
    static H3Client.Builder builder(TestServer server) {
        return H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build());
    }

    static H3Client of(TestServer server) {
        return builder(server).build();
    }

    static HttpRequest.Builder request(TestServer server, String path) {
        return HttpRequest.newBuilder(server.uri(path));
    }

    static HttpRequest get(TestServer server, String path) {
        return request(server, path).build();
    }

    static H3Response<String> text(H3Client client, TestServer server, String path) throws Exception {
        return client.send(get(server, path), BodyHandlers.ofString());
    }

    /**
     * The first response that did not go by TCP only because QUIC was too slow for its head start: on a busy machine the
     * first handshake of a JVM may be.
     */
    static H3Response<String> settled(H3Client client, HttpRequest request) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            H3Response<String> response = client.send(request, BodyHandlers.ofString());
            if (response.route().attempts().get(0).outcome() != Route.Outcome.LOST) {
                return response;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("QUIC was never in time: " + response.route());
            }
        }
    }

    /** The failure of a GET, which must be one of this library's. */
    static H3Exception failure(H3Client client, TestServer server, String path) {
        Throwable thrown = catchThrowable(() -> client.send(get(server, path), BodyHandlers.ofByteArray()));
        if (thrown instanceof H3Exception known) {
            return known;
        }
        throw new AssertionError("not an H3Exception: " + thrown, thrown);
    }
}
