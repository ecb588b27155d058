package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What one process heard by Alt-Svc serves the first request of the next, though the first crashed right after its
 * response. Both servers name their own UDP port.
 */
@Tag("real-server")
class TwoProcessesIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"CADDY", "JETTY"})
    void theSecondBeginsWithWhatTheFirstHeard(HttpServer kind) throws Exception {
        try (HttpServer.Running server = kind.start()) {
            assertThat(ask(server.at(), "first"))
                    .startsWith("200 h2\nquic skipped")
                    .contains("has not named");
            String second = ask(server.at(), "second");
            // Where the machine is too busy for the head start, QUIC was at least what it began with.
            assertThat(second)
                    .containsAnyOf(
                            "200 h3\nquic won: at localhost:" + server.at().port(), "quic lost");
            Matrix.note(
                    kind,
                    "Alt-Svc for the next process",
                    second.lines().findFirst().orElse(""));
        }
    }

    private String ask(RealServer server, String name) throws Exception {
        Path out = folder.resolve(name);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        QuiverProcess.classPath(),
                        OneRequest.class.getName(),
                        server.ca().toString(),
                        folder.resolve("alt-svc").toString(),
                        server.url("/1k.bin"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
