package dev.quiver.urlsession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions, policies and delegates with a cache, against a server that counts. */
class UrlCacheIT {
    private final AtomicInteger requests = new AtomicInteger();
    private final UrlCache cache = UrlCache.newBuilder().build();
    private PlainServer server;
    private URI url;

    @BeforeEach
    void serve() throws IOException {
        server = new PlainServer().page("/", (fields, body, out) -> {
            int count = requests.incrementAndGet();
            ByteArrayOutputStream coded = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
                gzip.write(PlainServer.ascii("answer " + count));
            }
            out.write(PlainServer.ascii("HTTP/1.1 200 OK\r\ncache-control: max-age=1000\r\ncontent-encoding: gzip\r\n"
                    + "vary: Accept-Encoding\r\nconnection: close\r\ncontent-length: " + coded.size() + "\r\n\r\n"));
            out.write(coded.toByteArray());
        });
        url = server.url("/");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        cache.close();
    }

    private UrlSession session(UrlSessionDelegate delegate) {
        UrlSession.Builder builder = UrlSession.newBuilder(
                        UrlSessionConfiguration.newBuilder().urlCache(cache).build())
                .client(HttpClient.newHttpClient());
        return delegate == null ? builder.build() : builder.delegate(delegate).build();
    }

    private UrlRequest request(CachePolicy policy) {
        return UrlRequest.newBuilder(url).cachePolicy(policy).build();
    }

    @Test
    void policiesOfRequests() throws Exception {
        try (UrlSession session = session(null)) {
            assertThatThrownBy(() -> session.load(request(CachePolicy.RETURN_CACHE_DATA_DONT_LOAD)))
                    .isInstanceOfSatisfying(UrlError.class, error -> {
                        assertThat(error.code()).isEqualTo(UrlErrorCode.RESOURCE_UNAVAILABLE);
                    });
            assertThat(requests).hasValue(0);
            assertThat(session.load(UrlRequest.of(url)).text()).isEqualTo("answer 1");
            assertThat(session.load(UrlRequest.of(url)).text()).isEqualTo("answer 1");
            assertThat(session.load(request(CachePolicy.RETURN_CACHE_DATA_DONT_LOAD))
                            .text())
                    .isEqualTo("answer 1");
            assertThat(session.load(request(CachePolicy.RELOAD_IGNORING_LOCAL_CACHE_DATA))
                            .text())
                    .isEqualTo("answer 2");
            assertThat(session.load(UrlRequest.of(url)).text()).isEqualTo("answer 2");
            assertThat(requests).hasValue(2);
        }
        CachedUrlResponse kept = cache.cachedResponse(UrlRequest.of(url)).orElseThrow();
        assertThat(new String(kept.data(), StandardCharsets.UTF_8)).isEqualTo("answer 2");
    }

    /** Says what is to be stored, and hears how each task ends. */
    private static final class Storing implements UrlSessionDataDelegate {
        private final List<String> proposed = new CopyOnWriteArrayList<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private Optional<CachedUrlResponse> answer = Optional.empty();
        private boolean agrees;
        private CompletableFuture<TaskMetrics> ended = new CompletableFuture<>();

        @Override
        public CompletionStage<Optional<CachedUrlResponse>> willCacheResponse(
                UrlSession session, DataTask task, CachedUrlResponse response) {
            proposed.add(new String(response.data(), StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture(
                    agrees ? Optional.of(response.withUserInfo(Map.of("by", "us"))) : answer);
        }

        @Override
        public void didReceiveData(UrlSession session, DataTask task, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            received.writeBytes(bytes);
        }

        @Override
        public void didFinishCollectingMetrics(UrlSession session, UrlSessionTask task, TaskMetrics metrics) {
            ended.complete(metrics);
        }
    }

    private static TransactionMetrics.FetchType load(UrlSession session, URI url, Storing delegate) throws Exception {
        delegate.ended = new CompletableFuture<>();
        session.dataTask(UrlRequest.of(url)).resume();
        List<TransactionMetrics> transactions =
                delegate.ended.get(30, TimeUnit.SECONDS).transactionMetrics();
        return transactions.get(transactions.size() - 1).fetchType();
    }

    @Test
    void theDelegateSaysWhatIsStored() throws Exception {
        Storing delegate = new Storing();
        try (UrlSession session = session(delegate)) {
            assertThat(load(session, url, delegate)).isEqualTo(TransactionMetrics.FetchType.NETWORK_LOAD);
            assertThat(delegate.proposed).containsExactly("answer 1");
            assertThat(cache.cachedResponse(UrlRequest.of(url))).isEmpty();

            delegate.answer = Optional.of(new CachedUrlResponse(
                    new HttpUrlResponse(
                            url, 200, HttpHeaders.of(Map.of("cache-control", List.of("max-age=9")), (n, v) -> true)),
                    "mine".getBytes(StandardCharsets.UTF_8)));
            load(session, url, delegate);
            delegate.received.reset();
            assertThat(load(session, url, delegate)).isEqualTo(TransactionMetrics.FetchType.LOCAL_CACHE);
            assertThat(delegate.received.toString(StandardCharsets.UTF_8)).isEqualTo("mine");

            cache.removeAllCachedResponses();
            delegate.agrees = true;
            load(session, url, delegate);
            assertThat(load(session, url, delegate)).isEqualTo(TransactionMetrics.FetchType.LOCAL_CACHE);
            assertThat(cache.cachedResponse(UrlRequest.of(url)).orElseThrow().userInfo())
                    .containsEntry("by", "us");
            // Asked for what came from the network, not for what came from the cache.
            assertThat(delegate.proposed).containsExactly("answer 1", "answer 2", "answer 3");
        }
    }
}
