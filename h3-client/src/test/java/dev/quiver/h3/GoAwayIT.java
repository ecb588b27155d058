package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that goes away loses no request. */
@QuiverServer
class GoAwayIT {
    @Test
    void twiceInTheMiddleOfFiveHundred(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            Clients.text(client, server, "/bytes/1");
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                all.add(client.sendAsync(Clients.get(server, "/bytes/1000?n=" + i), BodyHandlers.ofByteArray()));
                if (i == 150 || i == 350) {
                    server.goAway();
                }
            }
            for (CompletableFuture<HttpResponse<byte[]>> one : all) {
                assertThat(one.get(30, TimeUnit.SECONDS).body()).hasSize(1000);
            }
            List<RequestRecord> answered = server.requests().stream()
                    .filter(r -> r.outcome() == Outcome.ANSWERED && r.target().contains("n="))
                    .toList();
            assertThat(answered.stream().map(RequestRecord::target))
                    .as("each once")
                    .doesNotHaveDuplicates();
            assertThat(answered).hasSize(500);
            assertThat(server.connectionsSoFar() - before).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void whatIsUnderWayGoesOnAndTheNextConnectionServesTheRest(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            var slow = client.sendAsync(
                    Clients.get(server, "/slow?bytes=20000&chunk=1000&delayMs=20"), BodyHandlers.ofByteArray());
            server.awaitRequest(r -> r.responseBytes() > 0, Clients.PATIENCE);
            long before = server.connectionsSoFar();
            server.goAway();
            while (server.connectionsSoFar() == before) {
                assertThat(Clients.text(client, server, "/bytes/1").statusCode())
                        .isEqualTo(200);
            }
            assertThat(slow.get(20, TimeUnit.SECONDS).body()).hasSize(20_000);
        }
    }
}
