package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.h3.H3Response;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.relay.LinkConditions;
import dev.quiver.testkit.relay.LossyRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server's first packets under the new keys arrive before the client has them. Dropped there, they count as lost, and the
 * server leaves slow start at the smallest window: half the link for the rest of the connection. The server's own qlog tells.
 */
@Tag("real-server")
@Timeout(120)
class FirstPacketsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The window of slow start has been through several doublings by then. */
    private static final int FIRST = 100;

    @ParameterizedTest(name = "the trust decision takes {0} ms")
    @ValueSource(longs = {0, 150})
    void noneOfTheFirstPacketsIsLost(long decisionMillis, @TempDir Path qlog) throws Exception {
        LinkConditions far =
                LinkConditions.newBuilder().delay(Duration.ofMillis(20)).build();
        try (RealServer server = RealServer.start("gtlsserver", "--", "--qlog-dir=" + qlog)) {
            try (LossyRelay relay = LossyRelay.newBuilder(new InetSocketAddress("127.0.0.1", server.port()))
                            .both(far)
                            .start();
                    H3Client client = client(server, relay, decisionMillis)) {
                H3Response<byte[]> response = client.send(
                        HttpRequest.newBuilder(URI.create(server.url("/1m.bin")))
                                .build(),
                        BodyHandlers.ofByteArray());
                assertThat(response.body()).hasSize(1 << 20);
            }
        }
        assertThat(lost(qlog)).filteredOn(number -> number < FIRST).isEmpty();
    }

    private static H3Client client(RealServer server, LossyRelay relay, long decisionMillis) throws IOException {
        TrustEvaluator anchors = TrustEvaluator.anchorsFromPem(server.ca());
        TrustEvaluator late = context -> CompletableFuture.supplyAsync(
                        () -> context, CompletableFuture.delayedExecutor(decisionMillis, TimeUnit.MILLISECONDS))
                .thenCompose(anchors::evaluate);
        return H3Client.newBuilder()
                .trust(decisionMillis == 0 ? anchors : late)
                .connectTo(relay.address())
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
    }

    /** The 1-RTT packets that the server gave up for lost, from its JSON-SEQ log, each record a line behind a separator. */
    private static List<Long> lost(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.toList();
        }
        assertThat(files).hasSize(1);
        List<Long> lost = new ArrayList<>();
        int sent = 0;
        String log = Files.readString(files.get(0));
        // The server writes in blocks and is ended in the middle of one: what is behind the last line's end is no
        // record.
        for (String line : log.substring(0, log.lastIndexOf('\n') + 1).lines().toList()) {
            JsonNode event = JSON.readTree(line.replace("\u001e", ""));
            JsonNode header = event.path("data").path("header");
            if (!header.path("packet_type").asText().equals("1RTT")) {
                continue;
            }
            switch (event.path("name").asText()) {
                case "transport:packet_sent" -> sent++;
                case "recovery:packet_lost" ->
                    lost.add(header.path("packet_number").asLong());
                default -> {}
            }
        }
        assertThat(sent).as("the log tells of the transfer").isGreaterThan(FIRST);
        return lost;
    }
}
