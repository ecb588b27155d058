package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Trailers are there when the body is. */
@QuiverServer
class TrailersIT {
    @Test
    void behindABody(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = Clients.text(client, server, "/trailers");
            assertThat(response.body()).isEqualTo("trailers follow\n");
            assertThat(response.trailers().join().firstValue("x-checksum")).contains("deadbeef");
            assertThat(response.headers().firstValue("x-checksum")).isEmpty();
        }
    }

    @Test
    void notBeforeTheBodyHasEnded(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<InputStream> response =
                    client.send(Clients.get(server, "/trailers"), BodyHandlers.ofInputStream());
            response.body().readAllBytes();
            assertThat(response.trailers().get(20, TimeUnit.SECONDS).firstValue("x-count"))
                    .contains("16");
        }
    }

    @Test
    void noneIsEmpty(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            assertThat(Clients.text(client, server, "/bytes/1")
                            .trailers()
                            .join()
                            .map())
                    .isEmpty();
        }
    }
}
