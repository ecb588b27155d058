package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application does with the cache itself. */
class UrlCacheTest {
    private static final UrlRequest REQUEST = UrlRequest.of(URI.create("https://example.org/a#b"));
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private static CachedUrlResponse response(byte[] data, CacheStoragePolicy policy) {
        HttpHeaders fields = HttpHeaders.of(
                Map.of("cache-control", List.of("max-age=60"), "content-encoding", List.of("gzip")), (n, v) -> true);
        return new CachedUrlResponse(
                new HttpUrlResponse(REQUEST.url(), 200, fields), data, policy, Map.of("note", "mine"));
    }

    @Test
    void whatIsStoredIsFoundUntilItIsRemoved() {
        try (UrlCache cache = UrlCache.newBuilder().build()) {
            assertThat(cache.cachedResponse(REQUEST)).isEmpty();
            byte[] data = DATA.clone();
            cache.storeCachedResponse(response(data, CacheStoragePolicy.ALLOWED), REQUEST);
            data[0] = 0;

            CachedUrlResponse found = cache.cachedResponse(UrlRequest.of(URI.create("https://EXAMPLE.org:443/a")))
                    .orElseThrow();
            assertThat(found.data()).isEqualTo(DATA);
            assertThat(found.userInfo()).containsEntry("note", "mine");
            assertThat(found.response().statusCode()).isEqualTo(200);
            // The data are what the fields then say they are.
            assertThat(found.response().value("content-encoding")).isEmpty();
            assertThat(cache.currentMemoryUsage()).isPositive();
            assertThat(cache.currentDiskUsage()).isZero();
            cache.removeCachedResponse(REQUEST);
            assertThat(cache.cachedResponse(REQUEST)).isEmpty();
            assertThatThrownBy(found::data).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void thePolicySaysWhere() throws IOException {
        try (UrlCache cache =
                UrlCache.newBuilder().disk(temp.resolve("cache"), 1 << 20).build()) {
            cache.storeCachedResponse(response(DATA, CacheStoragePolicy.NOT_ALLOWED), REQUEST);
            assertThat(cache.cachedResponse(REQUEST)).isEmpty();
            cache.storeCachedResponse(response(DATA, CacheStoragePolicy.ALLOWED_IN_MEMORY_ONLY), REQUEST);
            assertThat(cache.cachedResponse(REQUEST)).isPresent();
            assertThat(cache.currentDiskUsage()).isZero();
            cache.storeCachedResponse(response(DATA, CacheStoragePolicy.ALLOWED), REQUEST);
            assertThat(cache.currentDiskUsage()).isPositive();
        }
        try (UrlCache again =
                UrlCache.newBuilder().disk(temp.resolve("cache"), 1 << 20).build()) {
            assertThat(again.cachedResponse(REQUEST).orElseThrow().data()).isEqualTo(DATA);
        }
    }

    @Test
    void whatIsTooLargeIsNotStored() {
        try (UrlCache cache = UrlCache.newBuilder().memoryCapacity(20_000).build()) {
            cache.storeCachedResponse(response(new byte[1_001], CacheStoragePolicy.ALLOWED), REQUEST);
            assertThat(cache.cachedResponse(REQUEST)).isEmpty();
            cache.storeCachedResponse(response(new byte[1_000], CacheStoragePolicy.ALLOWED), REQUEST);
            assertThat(cache.cachedResponse(REQUEST)).isPresent();
        }
    }

    @Test
    void whatCameSinceATimeIsRemoved() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-06-01T00:00:00Z"));
        UrlRequest other = UrlRequest.of(URI.create("https://example.org/later"));
        try (UrlCache cache = UrlCache.newBuilder().clock(now::get).build()) {
            cache.storeCachedResponse(response(DATA, CacheStoragePolicy.ALLOWED), REQUEST);
            now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            Instant since = now.get();
            cache.storeCachedResponse(response(DATA, CacheStoragePolicy.ALLOWED), other);
            cache.removeCachedResponses(since);

            assertThat(cache.cachedResponse(REQUEST)).isPresent();
            assertThat(cache.cachedResponse(other)).isEmpty();
            cache.removeAllCachedResponses();
            assertThat(cache.cachedResponse(REQUEST)).isEmpty();
            assertThat(cache.currentMemoryUsage()).isZero();
        }
    }

    @Test
    void theBuilderRefusesWhatCannotBe() throws IOException {
        UrlCache.Builder builder = UrlCache.newBuilder();
        assertThatThrownBy(() -> builder.memoryCapacity(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.disk(temp, 0)).isInstanceOf(IllegalArgumentException.class);
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> builder.disk(file, 1).build())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot hold a cache");
        try (UrlCache none = UrlCache.newBuilder().memoryCapacity(0).build()) {
            none.storeCachedResponse(response(DATA, CacheStoragePolicy.ALLOWED), REQUEST);
            assertThat(none.cachedResponse(REQUEST)).isEmpty();
        }
    }

    @Test
    void configurationsSayWhichCache() {
        try (UrlCache own = UrlCache.newBuilder().build()) {
            assertThat(UrlSessionConfiguration.standard().urlCache()).containsSame(UrlCache.shared());
            assertThat(UrlSessionConfiguration.ephemeral().urlCache())
                    .isPresent()
                    .isNotEqualTo(UrlSessionConfiguration.ephemeral().urlCache())
                    .isNotEqualTo(UrlSessionConfiguration.standard().urlCache());
            assertThat(UrlSessionConfiguration.newBuilder()
                            .urlCache(null)
                            .build()
                            .urlCache())
                    .isEmpty();
            UrlCache before = UrlCache.shared();
            UrlCache.setShared(own);
            try {
                assertThat(UrlSessionConfiguration.standard().urlCache()).containsSame(own);
            } finally {
                UrlCache.setShared(before);
            }
        }
    }

    /** The code of docs/cache.md. */
    private static UrlSessionConfiguration documented() {
        UrlCache cache =
                UrlCache.newBuilder().disk(Path.of("cache"), 256L << 20).build();
        UrlSessionConfiguration configuration =
                UrlSessionConfiguration.newBuilder().urlCache(cache).build();
        return configuration;
    }

    @Test
    void theDocumentShowsCodeThatCompiles() throws IOException {
        assertThat((Runnable) UrlCacheTest::documented).isNotNull();
        String document = Files.readString(Path.of("..", "docs", "cache.md"));
        String source = Files.readString(Path.of("src/test/java/dev/quiver/urlsession/UrlCacheTest.java"));
        String code = document.split("```java\n")[1].split("```")[0];

        assertThat(withoutSpace(source)).contains(withoutSpace(code));
    }

    @Test
    void theClassesAndTestsThatTheDocumentNamesExist() throws IOException {
        String rules = Files.readString(Path.of("..", "docs", "cache.md")).split("rule by rule")[1];
        List<Path> sources;
        try (Stream<Path> all = Files.walk(Path.of("src"))) {
            sources = all.toList();
        }
        List<MatchResult> named = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?` \\|")
                .matcher(rules)
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(50);
        for (MatchResult each : named) {
            List<Path> found = sources.stream()
                    .filter(path -> path.endsWith(each.group(1) + ".java"))
                    .toList();
            assertThat(found).as(each.group(1)).hasSize(1);
            if (each.group(2) != null) {
                assertThat(Files.readString(found.get(0))).as(each.group()).contains(" " + each.group(2) + "(");
            }
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
