package dev.quiver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.testkit.RequestRecord.Outcome;
import dev.quiver.testkit.junit.QuiverServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as ngtcp2's client sees it: a QUIC, TLS and HTTP/3 of another maker. */
@QuiverServer
class GtlsClientIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @BeforeAll
    static void installed() {
        boolean there;
        try {
            there = new ProcessBuilder("gtlsclient", "--help")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (!there) {
            System.err.println("SKIPPED: GtlsClientIT needs ngtcp2's gtlsclient (Debian: ngtcp2-client)");
        }
        assumeTrue(there, "ngtcp2's gtlsclient is not installed");
    }

    private String run(TestServer server, List<String> options, String... paths) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "gtlsclient", "--exit-on-all-streams-close", "--no-quic-dump", "--timeout=10s", "--sni=localhost"));
        command.addAll(options);
        command.add("127.0.0.1");
        command.add(Integer.toString(server.address().getPort()));
        for (String path : paths) {
            command.add(server.uri(path).toString());
        }
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }

    @Test
    void downloadsAreWhole(TestServer server) throws Exception {
        String out = run(
                server,
                List.of("--download=" + directory, "--no-http-dump"),
                "/bytes/20000000",
                "/bytes/1",
                "/bytes/0");

        assertThat(out).contains("Negotiated ALPN is h3");
        assertThat(Files.readAllBytes(directory.resolve("20000000"))).isEqualTo(TestBytes.first(20_000_000));
        assertThat(Files.size(directory.resolve("1"))).isEqualTo(1);
    }

    @Test
    void uploadsAreWhole(TestServer server) throws Exception {
        Path body = Files.write(directory.resolve("body"), TestBytes.first(3_000_000));
        run(server, List.of("-q", "-m", "POST", "-d", body.toString()), "/upload", "/echo");

        for (String target : List.of("/upload", "/echo")) {
            RequestRecord seen = server.awaitRequest(
                    r -> r.target().equals(target) && r.outcome() == Outcome.ANSWERED && r.bodyEnded(), SOON);
            assertThat(seen.bodyBytes()).isEqualTo(3_000_000);
            assertThat(seen.bodySha256()).isEqualTo(TestBytes.sha256(3_000_000));
        }
        assertThat(server.requests()).anyMatch(r -> r.target().equals("/echo") && r.responseBytes() == 3_000_000);
    }

    @Test
    void interimResponsesAndTrailersAreUnderstood(TestServer server) throws Exception {
        String out = run(server, List.of(), "/early-hints", "/trailers");

        assertThat(out).contains("[:status: 103]", "[link: </style.css>; rel=preload; as=style]", "[:status: 200]");
        assertThat(out).contains("trailers", "[x-checksum: deadbeef]");
    }

    @Test
    void aResetIsSeenWithItsCode(TestServer server) throws Exception {
        String out = run(server, List.of(), "/reset?code=268&after=100");

        assertThat(out).contains("[:status: 200]").contains("closed with error code 268");
    }

    @Test
    @QuiverServer(retry = true)
    void anAddressIsValidatedByARetry(TestServer server) throws Exception {
        String out = run(server, List.of(), "/");

        assertThat(out).containsIgnoringCase("retry").contains("[:status: 200]");
    }
}
