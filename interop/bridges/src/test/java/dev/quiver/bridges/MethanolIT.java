package dev.quiver.bridges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.mizosoft.methanol.CacheAwareResponse;
import com.github.mizosoft.methanol.CacheAwareResponse.CacheStatus;
import com.github.mizosoft.methanol.HttpCache;
import com.github.mizosoft.methanol.Methanol;
import com.github.mizosoft.methanol.MultipartBodyPublisher;
import com.github.mizosoft.methanol.MutableRequest;
import dev.quiver.bridges.example.Recipes;
import dev.quiver.h3.H3Client;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.Request;
import dev.quiver.testkit.Response;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methanol over HTTP/3: its cache, its decoders, its multipart bodies. */
class MethanolIT {
    private static final String PACKED = "packed by brotli, packed by brotli, packed by brotli\n";

    /** The same, by the brotli of Node.js. */
    private static final byte[] BROTLI =
            HexFormat.of().parseHex("1b3400f81d89712c8537de23d4627072791a248ded4d2ab0d0a5208a145521d824a4760c7d8602");

    private static final AtomicInteger MADE = new AtomicInteger();
    private static TestServer server;
    private static H3Client h3;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.newBuilder()
                .route(
                        "/cached",
                        (request, response) -> send(
                                response,
                                Fields.of("cache-control", "max-age=600", "x-made", "" + MADE.incrementAndGet()),
                                "keep me".getBytes(UTF_8)))
                .route("/packed", MethanolIT::packed)
                .start();
        h3 = Ground.client(server).build();
    }

    @AfterAll
    static void stop() {
        h3.shutdownNow();
        server.close();
    }

    private static void send(Response response, Fields fields, byte[] body) throws Exception {
        response.head(200, fields).get();
        response.write(ByteBuffer.wrap(body)).get();
        response.end().get();
    }

    private static void packed(Request request, Response response) throws Exception {
        String coding = request.query("by").orElseThrow();
        if (!request.fields().first("accept-encoding").orElse("").contains(coding)) {
            send(response, Fields.EMPTY, PACKED.getBytes(UTF_8));
            return;
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(PACKED.getBytes(UTF_8));
        }
        send(response, Fields.of("content-encoding", coding), coding.equals("br") ? BROTLI : gzip.toByteArray());
    }

    private static Methanol methanol() {
        return Methanol.newBuilder(h3).build();
    }

    @Test
    void get() throws Exception {
        HttpResponse<byte[]> response =
                methanol().send(MutableRequest.GET(server.uri("/bytes/" + Ground.LARGE)), BodyHandlers.ofByteArray());
        assertThat(response.body()).isEqualTo(TestBytes.first(Ground.LARGE));
        Ground.answered(server, "GET", "/bytes/" + Ground.LARGE);
    }

    @Test
    void theCacheAnswersTheSecondTime() throws Exception {
        try (HttpCache cache = HttpCache.newBuilder().cacheOnMemory(1 << 20).build()) {
            Methanol caching = Recipes.cached(h3, cache);
            HttpResponse<String> first =
                    caching.send(MutableRequest.GET(server.uri("/cached")), BodyHandlers.ofString());
            HttpResponse<String> second =
                    caching.send(MutableRequest.GET(server.uri("/cached")), BodyHandlers.ofString());
            assertThat(((CacheAwareResponse<String>) first).cacheStatus()).isEqualTo(CacheStatus.MISS);
            assertThat(((CacheAwareResponse<String>) second).cacheStatus()).isEqualTo(CacheStatus.HIT);
            assertThat(second.body()).isEqualTo(first.body()).isEqualTo("keep me");
            assertThat(second.headers().firstValue("x-made")).contains("1");
            assertThat(server.requests().stream().filter(r -> r.target().equals("/cached")))
                    .hasSize(1);
        }
    }

    @Test
    void gzipAndBrotliAreUnpacked() throws Exception {
        for (String coding : new String[] {"gzip", "br"}) {
            HttpResponse<String> response =
                    methanol().send(MutableRequest.GET(server.uri("/packed?by=" + coding)), BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo(PACKED);
            assertThat(Ground.answered(server, "GET", "/packed?by=" + coding)
                            .fields()
                            .first("accept-encoding")
                            .orElseThrow())
                    .contains(coding);
            assertThat(server.requests()).anySatisfy(seen -> {
                assertThat(seen.target()).isEqualTo("/packed?by=" + coding);
                assertThat(seen.responseBytes()).as("it came packed").isNotEqualTo(PACKED.length());
            });
        }
    }

    @Test
    void multipart(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("report.bin"), TestBytes.first(3_000_000));
        MultipartBodyPublisher body = MultipartBodyPublisher.newBuilder()
                .boundary("between")
                .textPart("title", "a report")
                .filePart("file", file)
                .build();
        byte[] echoed = methanol()
                .send(MutableRequest.POST(server.uri("/echo"), body), BodyHandlers.ofByteArray())
                .body();
        String text = new String(echoed, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text)
                .startsWith("--between\r\n")
                .contains("a report", "report.bin")
                .endsWith("--between--\r\n");
        assertThat(text).contains(new String(TestBytes.first(3_000_000), java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(Ground.answered(server, "POST", "/echo").fields().first("content-type"))
                .contains("multipart/form-data; boundary=between");
    }

    @Test
    void postOfAStream() throws Exception {
        HttpResponse<String> response = methanol()
                .send(
                        MutableRequest.POST(
                                server.uri("/upload"), BodyPublishers.ofInputStream(() -> Ground.bytes(Ground.LARGE))),
                        BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo(Ground.digest(Ground.LARGE));
        Ground.answered(server, "POST", "/upload");
    }

    @Test
    void errorStatusTimeoutsAndCancel() throws Exception {
        assertThat(methanol()
                        .send(MutableRequest.GET(server.uri("/status/500")), BodyHandlers.ofString())
                        .body())
                .isEqualTo("status 500\n");
        Ground.answered(server, "GET", "/status/500");
        Methanol impatient =
                Methanol.newBuilder(h3).requestTimeout(Duration.ofMillis(500)).build();
        assertThatThrownBy(() -> impatient.send(MutableRequest.GET(server.uri("/never?late")), BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        server.awaitRequest(r -> r.target().equals("/never?late"), Ground.PATIENCE);
        // Between two reads of a body.
        Methanol reading =
                Methanol.newBuilder(h3).readTimeout(Duration.ofMillis(500)).build();
        assertThatThrownBy(() -> reading.send(
                        MutableRequest.GET(server.uri("/slow?bytes=2000&chunk=1000&delayMs=60000")),
                        BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        String target = "/bytes/4000000000";
        CompletableFuture<HttpResponse<String>> call =
                methanol().sendAsync(MutableRequest.GET(server.uri(target)), BodyHandlers.ofString());
        server.awaitRequest(r -> r.target().equals(target) && r.responseBytes() > 0, Ground.PATIENCE);
        call.cancel(true);
        Ground.givenUp(server, target);
    }
}
