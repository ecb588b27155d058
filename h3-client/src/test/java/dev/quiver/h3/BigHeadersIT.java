package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import dev.quiver.testkit.junit.QuiverServerExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 256 KiB of fields are taken; one more fails its request and nothing else. */
class BigHeadersIT {
    private static final int LIMIT = 256 << 10;

    @RegisterExtension
    static final QuiverServerExtension SERVER = QuiverServerExtension.of(TestServer.newBuilder()
            .maxFieldSectionSize(20_000)
            .route("/fields", (request, response) -> {
                int size = Integer.parseInt(request.query("bytes").orElseThrow());
                // :status 200 takes 7 + 3 + 32, the field itself 1 + 32.
                response.head(200, Fields.of("x", "a".repeat(size - 42 - 33)));
                response.end();
            }));

    @Test
    @QuiverServer
    void manyFields(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = Clients.text(client, server, "/big-headers?bytes=200000");
            assertThat(response.headers().map().size()).isGreaterThan(40);
            assertThat(response.body()).isEqualTo("big\n");
        }
    }

    @Test
    void theLimitIsExact(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = Clients.text(client, server, "/fields?bytes=" + LIMIT);
            assertThat(response.headers().firstValue("x").orElseThrow()).hasSize(LIMIT - 75);
            for (int over : new int[] {1, 100_000, 1_000_000}) {
                H3Exception failure = Clients.failure(client, server, "/fields?bytes=" + (LIMIT + over));
                assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
                assertThat(failure.scope()).isEqualTo(ErrorScope.STREAM);
                assertThat(failure.codeName()).isEqualTo("H3_EXCESSIVE_LOAD");
            }
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
            assertThat(server.connectionsSoFar() - before)
                    .as("the connection lives")
                    .isEqualTo(1);
        }
    }

    @Test
    void theServersLimitIsRespected(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            // Its settings are known once its control stream was read.
            H3Response<String> first = Clients.text(client, server, "/bytes/1");
            while (first.peerStreams().isEmpty()) {
                Clients.text(client, server, "/bytes/1");
            }
            server.clearRequests();
            HttpRequest request = Clients.request(server, "/bytes/1")
                    .header("x", "y".repeat(20_000))
                    .build();
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOfSatisfying(H3Exception.class, failure -> {
                        assertThat(failure.origin()).isEqualTo(Origin.LOCAL);
                        assertThat(failure.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED);
                        assertThat(failure).hasMessageContaining("20000");
                    });
            assertThat(server.requests()).isEmpty();
        }
    }
}
