package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.ErrorScope;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is cut short never looks whole; the next request works. */
@QuiverServer
class TruncationIT {
    @Test
    void fewerBytesThanDeclared(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/truncate?bytes=1000&length=2000");
            assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
            assertThat(failure.h3Code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
            assertThat(failure.responseHeadReceived()).isTrue();
            assertThat(failure.responseBytesReceived()).isEqualTo(1000);
            assertThat(failure.route().winner()).isEqualTo(Route.Via.QUIC);
            works(client, server);
        }
    }

    @Test
    void moreBytesThanDeclared(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/truncate?bytes=1000&length=500");
            assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
            works(client, server);
        }
    }

    @Test
    void aDataFrameCutShort(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/cut?bytes=1000");
            assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
            assertThat(failure.scope()).as("RFC 9114 §7.1").isEqualTo(ErrorScope.CONNECTION);
            assertThat(failure.codeName()).isEqualTo("H3_FRAME_ERROR");
            works(client, server);
        }
    }

    @Test
    void aHeadersFrameCutShort(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/cut-headers");
            assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
            assertThat(failure.responseHeadReceived()).isFalse();
            works(client, server);
        }
    }

    @Test
    void anEndWithoutAResponse(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            assertThat(Clients.failure(client, server, "/empty").kind()).isEqualTo(Kind.TRUNCATED);
            works(client, server);
        }
    }

    @Test
    void aBodyAlreadyBeingRead(TestServer server, @TempDir Path dir) throws Exception {
        try (H3Client client = Clients.of(server)) {
            HttpRequest request = Clients.get(server, "/truncate?bytes=300000&length=400000");
            Assertions.assertThatThrownBy(() -> client.send(request, BodyHandlers.ofFile(dir.resolve("f"))))
                    .isInstanceOfSatisfying(
                            H3Exception.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRUNCATED));
            H3Response<java.io.InputStream> streaming = client.send(request, BodyHandlers.ofInputStream());
            Assertions.assertThatThrownBy(() -> streaming.body().readAllBytes())
                    .hasRootCauseInstanceOf(H3Exception.class);
            assertThat(streaming.trailers()).isCompletedExceptionally();
        }
    }

    @Test
    void aLineBreakInAField(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/crlf");
            assertThat(failure.kind()).isEqualTo(Kind.H3_PROTOCOL);
            assertThat(failure.h3Code()).isEqualTo(H3ErrorCode.H3_MESSAGE_ERROR);
            works(client, server);
        }
    }

    private static void works(H3Client client, TestServer server) throws Exception {
        assertThat(Clients.text(client, server, "/bytes/10").body()).hasSize(10);
    }
}
