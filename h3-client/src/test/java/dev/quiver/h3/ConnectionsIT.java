package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.quic.HandshakeReport;
import dev.quiver.testkit.TestServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When connections are made, and when they are replaced. */
class ConnectionsIT {
    @Test
    void warmingUpMakesTheConnectionThatTheFirstRequestUses() throws Exception {
        try (TestServer server = TestServer.start();
                H3Client client = Clients.of(server)) {
            HandshakeReport report = client.warmUp(server.uri("/")).get(20, TimeUnit.SECONDS);
            assertThat(report.alpn()).isEqualTo("h3");
            assertThat(client.warmUp(server.uri("/")).get(20, TimeUnit.SECONDS)).isEqualTo(report);
            H3Response<String> response = Clients.text(client, server, "/bytes/1");
            assertThat(response.route().attempts().get(0).outcome()).isEqualTo(Route.Outcome.WON);
            assertThat(response.metrics().handshake())
                    .as("it did not wait for one")
                    .isNull();
            assertThat(server.connectionsSoFar()).isEqualTo(1);
        }
    }

    @Test
    void exchangesThatLastGiveTheOthersAConnectionOfTheirOwn() throws Exception {
        try (TestServer server = TestServer.newBuilder().maxStreams(3).start();
                H3Client client = Clients.of(server)) {
            List<CompletableFuture<HttpResponse<String>>> lasting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                lasting.add(client.sendAsync(Clients.get(server, "/never?n=" + i), BodyHandlers.ofString()));
            }
            server.awaitRequest(r -> r.target().equals("/never?n=2"), Clients.PATIENCE);
            assertThat(client.sendAsync(Clients.get(server, "/bytes/1"), BodyHandlers.ofString())
                            .get(20, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.connectionsSoFar()).isEqualTo(2);
            lasting.forEach(future -> future.cancel(true));
        }
    }

    @Test
    void aConnectionIsReplacedAfterTenThousandAbandonedStreams() throws Exception {
        try (TestServer server = TestServer.newBuilder().requestLog(0).start();
                H3Client client = Clients.of(server)) {
            Queue<CompletableFuture<?>> open = new ArrayDeque<>();
            for (int i = 0; i < 10_000; i++) {
                open.add(client.sendAsync(Clients.get(server, "/reset?after=-1"), BodyHandlers.discarding()));
                if (open.size() == 100) {
                    assertThat(open.remove()).failsWithin(Clients.PATIENCE);
                }
            }
            for (CompletableFuture<?> last : open) {
                assertThat(last).failsWithin(Clients.PATIENCE);
            }
            assertThat(server.connectionsSoFar()).isEqualTo(1);
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
            assertThat(server.connectionsSoFar()).isEqualTo(2);
        }
    }
}
