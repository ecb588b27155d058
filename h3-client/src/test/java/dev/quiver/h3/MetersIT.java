package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.micrometer.H3ClientMetrics;
import dev.quiver.h3.micrometer.H3PoolMetrics;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServerExtension;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The meters of a client at work. */
class MetersIT {
    private static final CompletableFuture<Void> GATE = new CompletableFuture<>();

    @RegisterExtension
    static final QuiverServerExtension SERVER = QuiverServerExtension.of(TestServer.newBuilder()
            .route("/gate", (request, response) -> GATE.thenRun(() -> response.send(200, "open"))));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double connections(String state) {
        return registry.get("http.client.connections")
                .tag("state", state)
                .gauge()
                .value();
    }

    @Test
    void requestsAndConnections(TestServer server) throws Exception {
        Watcher watcher = new Watcher();
        try (H3Client client = Clients.builder(server)
                .exchangeListener(H3ClientMetrics.of(registry))
                .exchangeListener(watcher)
                .build()) {
            new H3PoolMetrics(client, Tags.empty()).bindTo(registry);
            assertThat(connections("active") + connections("idle") + connections("other"))
                    .isZero();
            CompletableFuture<HttpResponse<String>> waiting =
                    client.sendAsync(Clients.get(server, "/gate"), BodyHandlers.ofString());
            server.awaitRequest(seen -> seen.target().equals("/gate"), Duration.ofSeconds(30));
            assertThat(connections("active")).isEqualTo(1);
            assertThat(registry.get("http.client.connections.requests").gauge().value())
                    .isEqualTo(1);
            GATE.complete(null);
            assertThat(waiting.get(30, TimeUnit.SECONDS).body()).isEqualTo("open");
            // The listeners hear one after the other, in the order of their registration.
            watcher.next();
            Clients.text(client, server, "/status/404");
            watcher.next();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (connections("idle") != 1) {
                assertThat(System.nanoTime()).as("the connection is idle").isLessThan(end);
            }
            assertThat(connections("active")).isZero();
        }
        Timer found = registry.get("http.client.requests")
                .tags("status", "200", "protocol", "h3", "route", "quic", "method", "GET")
                .timer();
        assertThat(found.count()).isEqualTo(1);
        assertThat(found.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(registry.get("http.client.requests")
                        .tags("status", "404", "outcome", "CLIENT_ERROR")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
