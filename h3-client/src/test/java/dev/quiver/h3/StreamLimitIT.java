package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** More requests than the server allows at once wait; none fails, none costs a second connection. */
@QuiverServer(maxStreams = 100)
class StreamLimitIT {
    @Test
    void twoThousandAtOnce(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                all.add(client.sendAsync(Clients.get(server, "/bytes/" + i), BodyHandlers.ofByteArray()));
            }
            for (int i = 0; i < all.size(); i++) {
                HttpResponse<byte[]> response = all.get(i).get(60, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).hasSize(i);
            }
            assertThat(server.connectionsSoFar() - before).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatWaitsCanBeCancelledWithoutCost(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                held.add(client.sendAsync(Clients.get(server, "/never?n=" + i), BodyHandlers.ofString()));
            }
            server.awaitRequest(r -> r.target().equals("/never?n=99"), Clients.PATIENCE);
            var waiting = client.sendAsync(Clients.get(server, "/bytes/1?cancelled"), BodyHandlers.ofString());
            var next = client.sendAsync(Clients.get(server, "/bytes/1?next"), BodyHandlers.ofString());
            waiting.cancel(true);
            assertThat(waiting).isCancelled();
            held.forEach(future -> future.cancel(true));
            assertThat(next.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(server.requests()).noneMatch(r -> r.target().endsWith("cancelled"));
        }
    }
}
