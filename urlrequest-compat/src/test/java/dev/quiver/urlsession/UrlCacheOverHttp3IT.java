package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.h3.Discovery;
import dev.quiver.h3.H3Client;
import dev.quiver.h3.H3Options;
import dev.quiver.quic.trust.TrustEvaluator;
import dev.quiver.testkit.Fields;
import dev.quiver.testkit.TestBytes;
import dev.quiver.testkit.TestServer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session over HTTP/3 with a cache in files: a large body is fetched once and confirmed afterwards. */
class UrlCacheOverHttp3IT {
    private static final int SIZE = 3_000_000;

    @TempDir
    Path temp;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-06-01T00:00:00Z"));
    private final AtomicInteger bodies = new AtomicInteger();
    private TestServer server;
    private H3Client client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.newBuilder()
                .route("/doc", (request, response) -> {
                    boolean same = request.fields()
                            .first("if-none-match")
                            .filter("\"1\""::equals)
                            .isPresent();
                    response.head(
                            same ? 304 : 200,
                            Fields.of(
                                    "cache-control",
                                    "max-age=10",
                                    "etag",
                                    "\"1\"",
                                    "date",
                                    "Sun, 01 Jun 2025 00:00:00 GMT"));
                    if (!same) {
                        bodies.incrementAndGet();
                        response.write(ByteBuffer.wrap(TestBytes.first(SIZE)));
                    }
                    response.end();
                })
                .start();
        client = H3Client.newBuilder()
                .trust(TrustEvaluator.anchors(server.root()))
                .options(H3Options.newBuilder().discovery(Discovery.HTTP3_ONLY).build())
                .build();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private UrlCache open() {
        return UrlCache.newBuilder()
                .disk(temp.resolve("cache"), 100L << 20)
                .clock(now::get)
                .build();
    }

    private UrlSession session(UrlCache cache) {
        return UrlSession.newSession(
                UrlSessionConfiguration.newBuilder().urlCache(cache).build(), client);
    }

    private UrlRequest request() {
        return UrlRequest.of(server.uri("/doc"));
    }

    @Test
    void aLargeBodyIsFetchedOnceAndConfirmed() throws Exception {
        byte[] expected = TestBytes.first(SIZE);
        try (UrlCache cache = open();
                UrlSession session = session(cache)) {
            assertThat(session.load(request()).data()).isEqualTo(expected);
        }
        // Another cache on the same directory, as another process would have.
        try (UrlCache cache = open();
                UrlSession session = session(cache)) {
            assertThat(session.load(request()).data()).isEqualTo(expected);
            assertThat(server.requests()).hasSize(1);
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
            assertThat(session.load(request()).data()).isEqualTo(expected);
            assertThat(server.requests()).hasSize(2);
            assertThat(bodies).hasValue(1);
            assertThat(cache.currentMemoryUsage()).isLessThan(SIZE);
        }
    }

    @Test
    void whatIsCancelledWhileItIsReadIsNotStored() throws Exception {
        try (UrlCache cache = open()) {
            CompletableFuture<UrlError> ended = new CompletableFuture<>();
            UrlSessionDataDelegate delegate = new UrlSessionDataDelegate() {
                @Override
                public void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
                    task.cancel();
                }

                @Override
                public void didComplete(UrlSession session, UrlSessionTask task, UrlError error) {
                    ended.complete(error);
                }
            };
            try (UrlSession session = UrlSession.newBuilder(
                            UrlSessionConfiguration.newBuilder().urlCache(cache).build())
                    .client(client)
                    .delegate(delegate)
                    .build()) {
                session.dataTask(request()).resume();
                assertThat(ended.get(30, TimeUnit.SECONDS).code()).isEqualTo(UrlErrorCode.CANCELLED);
            }
            assertThat(cache.cachedResponse(request())).isEmpty();
            assertThat(cache.currentDiskUsage()).isZero();
        }
        assertThat(bodies).hasValue(1);
    }
}
