package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One gigabyte: whole through a small heap, or, where the server dies midway, an error and nothing under the final name. */
@Tag("real-server")
class GigabyteIT {

    @Test
    @Timeout(110)
    void truncatedDownloadIsAnErrorWithinTheIdleTimeout(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("1g.bin");
        try (RealServer server = RealServer.start("caddy", "--large")) {
            QuiverProcess get = QuiverProcess.startGet(
                    server, List.of("-Xmx64m"), "--http3-only", "-o", file.toString(), server.url("/1g.bin"));
            awaitFirstBytes(folder, get);
            server.kill();
            QuiverProcess.Result result = get.await();
            assertThat(result.exit()).as(result.err()).isEqualTo(96);
            assertThat(result.json().path("error").path("kind").textValue()).isNotNull();
            assertThat(file).doesNotExist();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    @Timeout(110)
    void wholeGigabyteFitsThroughASmallHeap(@TempDir Path folder) {
        Path file = folder.resolve("1g.bin");
        try (RealServer server = RealServer.start("gtlsserver", "--large")) {
            QuiverProcess.Result result = QuiverProcess.startGet(
                            server, List.of("-Xmx64m"), "--http3-only", "-o", file.toString(), server.url("/1g.bin"))
                    .await();
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(Digests.sha256(file)).isEqualTo(Digests.sha256(server.served("1g.bin")));
        }
    }

    /** Waits for the outside world: the command's own file beside the final name begins to grow. */
    private static void awaitFirstBytes(Path folder, QuiverProcess get) throws IOException {
        while (get.isRunning()) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.anyMatch(file -> file.toFile().length() > 0)) {
                    return;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
