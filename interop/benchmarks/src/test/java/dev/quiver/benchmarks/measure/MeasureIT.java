package dev.quiver.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.benchmarks.clients.QuiverFactory;
import dev.quiver.benchmarks.peer.Peer;
import dev.quiver.benchmarks.peer.PeerFactory;
import dev.quiver.benchmarks.peer.Reply;
import dev.quiver.benchmarks.peer.Target;
import dev.quiver.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness measures Quiver, and refuses to measure what is not what it claims to be. */
class MeasureIT {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void measuresQuiverInAShortLoop() throws Exception {
        try (TestServer server = TestServer.start()) {
            int code = measure(
                    QuiverFactory.class, server, "scenario=small", "path=/bytes/1024", "in-flight=3", "measure-ms=200");

            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(code).isZero();
            Result result = Result.parse(out.toString(StandardCharsets.UTF_8).trim());
            assertThat(result.inFlight()).isEqualTo(3);
            assertThat(result.figures().get("requests_s")).isPositive();
            assertThat(result.figures().get("p50_us")).isPositive();
            assertThat(result.figures().get("p99_us"))
                    .isGreaterThanOrEqualTo(result.figures().get("p50_us"));
            assertThat(result.figures().get("cpu_s_per_10k")).isPositive();
            assertThat(result.figures().get("allocated_bytes_per_request")).isPositive();
            assertThat(server.connectionsSoFar()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerOfAnotherSizeFailsTheMeasurement() throws Exception {
        try (TestServer server = TestServer.start()) {
            int code = measure(
                    QuiverFactory.class, server, "scenario=small", "path=/bytes/1000", "in-flight=1", "measure-ms=100");

            assertThat(code).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("a body of 1000 bytes, not 1024");
            assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void aClientThatSpeaksAnotherProtocolIsRefused() throws Exception {
        try (TestServer server = TestServer.start()) {
            int code = measure(Pretender.class, server, "scenario=small", "in-flight=1", "measure-ms=100");

            assertThat(code).isEqualTo(MeasureCommand.WRONG_PROTOCOL);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("h2, not h3");
        }
    }

    @Test
    void aServerThatWasAskedInAnotherProtocolIsBelieved() throws Exception {
        try (TestServer server = TestServer.start()) {
            int code = measure(
                    QuiverFactory.class,
                    server,
                    "scenario=small",
                    "path=/bytes/1024",
                    "in-flight=1",
                    "measure-ms=100",
                    "server-says=true");

            assertThat(code).isEqualTo(MeasureCommand.WRONG_PROTOCOL);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("did not say");
        }
    }

    private int measure(Class<? extends PeerFactory> clients, TestServer server, String... settings) throws Exception {
        Path anchor = folder.resolve("ca.pem");
        Files.writeString(
                anchor,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(server.root().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        List<String> arguments = new ArrayList<>(
                List.of(clients.getName(), "url=" + server.uri("/"), "ca=" + anchor, "warm-up=0", "limit-s=60"));
        arguments.addAll(List.of(settings));
        return MeasureCommand.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** Claims HTTP/3 and speaks HTTP/2. */
    public static final class Pretender implements PeerFactory {
        @Override
        public String protocol() {
            return "h3";
        }

        @Override
        public Peer open(Target target) throws IOException {
            return new Peer() {
                @Override
                public CompletableFuture<Reply> get(String path) {
                    return CompletableFuture.completedFuture(new Reply(200, 1024, "h2", null));
                }

                @Override
                public CompletableFuture<Reply> put(String path, long bytes) {
                    return get(path);
                }

                @Override
                public void close() {}
            };
        }
    }
}
