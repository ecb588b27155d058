package dev.quiver.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Exception.Kind;
import dev.quiver.quic.ErrorScope;
import dev.quiver.quic.Origin;
import dev.quiver.quic.RequestOutcome;
import dev.quiver.testkit.RequestRecord;
import dev.quiver.testkit.TestServer;
import dev.quiver.testkit.junit.QuiverServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The server ends a stream or the connection with a code. */
@QuiverServer
class ResetIT {
    @Test
    void inTheMiddleOfABody(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/reset?code=258&after=1000");
            assertThat(failure.kind()).isEqualTo(Kind.STREAM_RESET);
            assertThat(failure.scope()).isEqualTo(ErrorScope.STREAM);
            assertThat(failure.origin()).isEqualTo(Origin.PEER);
            assertThat(failure.codeName()).isEqualTo("H3_INTERNAL_ERROR");
            assertThat(failure.outcome()).isEqualTo(RequestOutcome.UNKNOWN);
            assertThat(failure.responseBytesReceived()).isEqualTo(1000);
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
            assertThat(server.connectionsSoFar() - before).isEqualTo(1);
        }
    }

    @Test
    void unknownCodesAreKept(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/reset?code=74565&after=-1");
            assertThat(failure.codeValue()).isEqualTo(0x12345);
            assertThat(failure.codeName()).isEqualTo("0x12345");
        }
    }

    @Test
    void rejectedGoesAgainButNotForEver(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/reset?code=267&after=-1");
            assertThat(failure.codeName()).isEqualTo("H3_REQUEST_REJECTED");
            assertThat(failure.outcome()).isEqualTo(RequestOutcome.NOT_PROCESSED);
            assertThat(server.requests().stream().map(RequestRecord::target))
                    .as("sent six times, as there is no TCP to go to")
                    .hasSize(6);
            assertThat(failure.route().attempts())
                    .as("each try is told, and why not TCP")
                    .hasSize(7);
        }
    }

    /** RFC 9114 §4.1.1 forbids a server to say so of a request that it worked on. */
    @Test
    void rejectedBehindTheHeadOfItsResponseIsNotBelieved(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/reset?code=267&after=1000");
            assertThat(failure.codeName()).isEqualTo("H3_REQUEST_REJECTED");
            assertThat(failure.responseHeadReceived()).isTrue();
            assertThat(failure.outcome()).isEqualTo(RequestOutcome.UNKNOWN);
            assertThat(server.requests()).as("sent once").hasSize(1);
        }
    }

    @Test
    void aServerThatStopsAnUploadStillAnswers(TestServer server) throws Exception {
        try (H3Client client = Clients.of(server)) {
            H3Response<String> response = client.send(
                    Clients.request(server, "/stop?after=1000")
                            .POST(BodyPublishers.ofByteArray(new byte[8 << 20]))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("stopped\n");
        }
    }

    @Test
    void theConnectionClosed(TestServer server) throws Exception {
        long before = server.connectionsSoFar();
        try (H3Client client = Clients.of(server)) {
            H3Exception failure = Clients.failure(client, server, "/close?code=258&after=1000");
            assertThat(failure.kind()).isEqualTo(Kind.CLOSED_BY_PEER);
            assertThat(failure.scope()).isEqualTo(ErrorScope.CONNECTION);
            assertThat(failure.codeName()).isEqualTo("H3_INTERNAL_ERROR");
            assertThat(failure).hasMessageContaining("H3_INTERNAL_ERROR").hasMessageContaining("as asked");
            assertThat(Clients.text(client, server, "/bytes/1").statusCode()).isEqualTo(200);
            assertThat(server.connectionsSoFar() - before).isEqualTo(2);
        }
    }
}
