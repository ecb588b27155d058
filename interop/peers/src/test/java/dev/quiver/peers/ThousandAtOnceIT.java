package dev.quiver.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Exception;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand requests at once, each with an answer of its own, each once in the server's log. */
@Tag("real-server")
class ThousandAtOnceIT {
    private static final int MANY = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(45);

    @ParameterizedTest
    @EnumSource
    void files(HttpServer kind) throws Exception {
        try (HttpServer.Running server = kind.start();
                H3Client client = Http3.client(server.at(), LIMIT)) {
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(client.sendAsync(
                        HttpRequest.newBuilder(URI.create(server.at().url("/" + file(i) + "?n=" + i + ".")))
                                .build(),
                        BodyHandlers.ofByteArray()));
            }
            byte[] small = Files.readAllBytes(server.at().served(file(0)));
            byte[] large = Files.readAllBytes(server.at().served(file(1)));
            settle(kind, "1000 GET at once", all, i -> file(i).equals(file(1)) ? large : small);
            assertEachOnce(server);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GTLSSERVER")
    void work(HttpServer kind) throws Exception {
        try (HttpServer.Running server = kind.start();
                H3Client client = Http3.client(server.at(), LIMIT)) {
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(client.sendAsync(
                        HttpRequest.newBuilder(URI.create(server.at().url("/work?n=" + i + ".")))
                                .POST(BodyPublishers.ofByteArray(body(i)))
                                .build(),
                        BodyHandlers.ofByteArray()));
            }
            settle(
                    kind,
                    "1000 POST at once",
                    all,
                    i -> ("POST " + body(i).length + " " + Digests.sha256(body(i)) + "\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertEachOnce(server);
            if (server.backend() != null) {
                assertThat(server.backend().done())
                        .hasSize(MANY)
                        .allSatisfy((target, times) -> assertThat(times).isEqualTo(1));
            }
        }
    }

    /** Waits for all; a whole response without an end is told where the server is known for that. */
    private static void settle(
            HttpServer kind,
            String what,
            List<CompletableFuture<HttpResponse<byte[]>>> all,
            IntFunction<byte[]> expected)
            throws Exception {
        int endless = 0;
        for (int i = 0; i < MANY; i++) {
            try {
                HttpResponse<byte[]> response = all.get(i).get(90, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(Digests.sha256(response.body())).isEqualTo(Digests.sha256(expected.apply(i)));
            } catch (ExecutionException e) {
                assertThat(kind.mayForgetTheEnd())
                        .as(what + ", number " + i + ": " + e)
                        .isTrue();
                H3Exception error = H3Exception.in(e);
                assertThat(error).as(e.toString()).isNotNull();
                assertThat(error.kind()).as(e.toString()).isEqualTo(H3Exception.Kind.TIMEOUT);
                assertThat(error.responseBytesReceived()).isEqualTo(expected.apply(i).length);
                endless++;
            }
        }
        assertThat(endless).isLessThan(MANY / 100);
        Matrix.note(kind, what, endless == 0 ? "all right" : endless + " whole, but never ended by it");
    }

    private static void assertEachOnce(HttpServer.Running server) {
        List<String> logged = Waiting.until(() -> server.logged("?n="), lines -> lines.size() >= MANY).stream()
                .map(AccessLog.Line::target)
                .toList();
        assertThat(logged).as("the server's log").hasSize(MANY).doesNotHaveDuplicates();
    }

    private static String file(int i) {
        return i % 10 == 1 ? "64k.bin" : "1k.bin";
    }

    private static byte[] body(int i) {
        return ("body " + i + " ").repeat(i).getBytes(StandardCharsets.US_ASCII);
    }
}
