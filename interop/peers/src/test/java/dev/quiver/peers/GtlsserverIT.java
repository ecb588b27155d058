package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against ngtcp2's gtlsserver: HTTP/3 only, no TCP beside it. */
@Tag("real-server")
class GtlsserverIT {

    @Test
    void fileArrivesWholeAndAllThreeStreamsAreSeen() {
        try (RealServer server = RealServer.start("gtlsserver")) {
            QuiverProcess.Result result = QuiverProcess.get(server, "--http3-only", server.url("/1m.bin"));
            assertThat(result.exit()).as(result.err()).isZero();
            JsonNode json = result.json();
            assertThat(json.path("status").intValue()).isEqualTo(200);
            assertThat(json.path("protocol").textValue()).isEqualTo("h3");
            assertThat(json.path("bodySha256").textValue()).isEqualTo(Digests.sha256(server.served("1m.bin")));
            assertThat(json.path("peerStreams"))
                    .hasToString("[{\"id\":3,\"type\":\"control\"},{\"id\":7,\"type\":\"qpack-encoder\"},"
                            + "{\"id\":11,\"type\":\"qpack-decoder\"}]");
        }
    }

    @Test
    void retryIsSeen() {
        try (RealServer server = RealServer.start("gtlsserver", "--", "-V")) {
            JsonNode json = QuiverProcess.get(server, "--http3-only", server.url("/1k.bin"))
                    .json();
            assertThat(json.path("status").intValue()).isEqualTo(200);
            assertThat(json.path("handshake").path("retry").booleanValue()).isTrue();
        }
    }

    @Test
    void trailersAreSeen() {
        try (RealServer server = RealServer.start("gtlsserver", "--", "--send-trailers")) {
            JsonNode json = QuiverProcess.get(server, "--http3-only", server.url("/1k.bin"))
                    .json();
            assertThat(json.path("trailers")).isNotEmpty();
        }
    }

    @Test
    void uploadLargerThanEveryWindowIsTaken(@TempDir Path folder) throws IOException {
        Path sent = folder.resolve("sent.bin");
        try (RandomAccessFile file = new RandomAccessFile(sent.toFile(), "rw")) {
            file.setLength(64L << 20);
        }
        try (RealServer server = RealServer.start("gtlsserver")) {
            QuiverProcess.Result result =
                    QuiverProcess.get(server, "--http3-only", "-T", sent.toString(), server.url("/upload"));
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.json().path("error").isNull()).isTrue();
        }
    }
}
