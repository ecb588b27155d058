package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Ten thousand requests, one after the other, on one connection. */
@QuiverServer
class SequenceIT {
    @Test
    void tenThousandInARow(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            HttpRequest request = Clients.get(server, "/bytes/100");
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.send(request, BodyHandlers.ofByteArray()).body())
                        .hasSize(100);
            }
            assertThat(server.connectionsSoFar() - before).isEqualTo(1);
        }
    }
}
