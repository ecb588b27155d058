package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.pki.TestAuthority;
import dev.quiver.testkit.pki.TestCertificate;
import org.junit.jupiter.api.Test;

/** A connection that dies without a word, as by a change of network. */
class SilentDeathIT {
    @Test
    void theNextRequestSucceedsOnAConnectionOfItsOwn() throws Exception {
        TestCertificate certificate = TestAuthority.create().leafFor("localhost", "127.0.0.1");
        TestServer first = TestServer.newBuilder().certificate(certificate).start();
        try (H3Client client = Clients.of(first)) {
            Clients.text(client, first, "/bytes/1");
            first.kill();
            try (TestServer second = TestServer.newBuilder()
                    .certificate(certificate)
                    .port(first.address().getPort())
                    .start()) {
                H3Response<String> response = Clients.text(client, second, "/bytes/2");
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.route().attempts().get(0).reason()).contains("no sign of life");
                assertThat(second.requests()).hasSize(1);
            }
        } finally {
            first.close();
        }
    }

    @Test
    void anotherNetworkMeansANewConnection() throws Exception {
        try (TestServer server = TestServer.start();
                H3Client client = Clients.of(server)) {
            Clients.text(client, server, "/bytes/1");
            client.networkChanged();
            Clients.text(client, server, "/bytes/1");
            assertThat(server.connectionsSoFar()).isEqualTo(2);
        }
    }
}
