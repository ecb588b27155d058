package dev.quiver.urlsession.internal.cache.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.urlsession.CachePolicy;
import dev.quiver.urlsession.TransactionMetrics.FetchType;
import dev.quiver.urlsession.internal.cache.store.CacheFiles;
import dev.quiver.urlsession.internal.cache.store.ResponseStore;
import dev.quiver.urlsession.internal.load.Load;
import dev.quiver.urlsession.internal.load.LoadRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layer between a listener and a network that the test plays. */
class CachingLoaderTest {
    private static final URI HERE = URI.create("http://example.org/a");
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private final FakeNetwork network = new FakeNetwork();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-06-01T00:00:00Z"));
    private ResponseStore store;
    private CachingLoader loader;

    @BeforeEach
    void open() throws IOException {
        store = ResponseStore.open(new CacheFiles(), temp, 1 << 20, 40 << 20);
        loader = new CachingLoader(network, store, now::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void pass(long seconds) {
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(seconds)));
    }

    private static LoadRequest get(CachePolicy policy, String... fields) {
        return new LoadRequest(HERE, "GET", FakeNetwork.fields(fields), null, policy, null);
    }

    private Heard load(LoadRequest request) {
        Heard heard = new Heard();
        loader.start(request, heard).request(Long.MAX_VALUE);
        return heard;
    }

    private Heard load(String... fields) {
        return load(get(CachePolicy.USE_PROTOCOL_CACHE_POLICY, fields));
    }

    private void stored(byte[] body, String... fields) throws Exception {
        Heard heard = load();
        network.next().head(200, fields).data(body).done();
        heard.awaitEnd();
    }

    @Test
    void theSecondLoadComesFromTheStore() throws Exception {
        stored(HELLO, "cache-control", "max-age=10");
        Heard again = load();

        assertThat(again.awaitEnd().fetchType()).isEqualTo(FetchType.LOCAL_CACHE);
        assertThat(again.awaitHead().from()).isEqualTo(FetchType.LOCAL_CACHE);
        assertThat(again.body()).isEqualTo(HELLO);
        assertThat(network.isUntouched()).isTrue();
    }

    @Test
    void anEmptyBodyEndsWithoutDemand() throws Exception {
        stored(new byte[0], "cache-control", "max-age=10");
        Heard again = new Heard();
        loader.start(get(CachePolicy.USE_PROTOCOL_CACHE_POLICY), again);

        again.awaitEnd();
        assertThat(again.body()).isEmpty();
    }

    @Test
    void aLargeBodyGoesThroughAFileAndComesBackOnDemand() throws Exception {
        byte[] large = new byte[1_500_000];
        new Random(5).nextBytes(large);
        Heard first = load();
        FakeNetwork.Exchange exchange = network.next().head(200, "cache-control", "max-age=10");
        for (int at = 0; at < large.length; at += 100_000) {
            exchange.data(java.util.Arrays.copyOfRange(large, at, at + 100_000));
        }
        exchange.done();
        first.awaitEnd();
        assertThat(store.memoryUsage()).isZero();

        Heard again = new Heard();
        Load load = loader.start(get(CachePolicy.USE_PROTOCOL_CACHE_POLICY), again);
        again.awaitHead();
        assertThat(again.pieces()).isZero();
        load.request(1);
        while (again.pieces() < 1) {
            Thread.onSpinWait();
        }
        assertThat(again.end).isNotDone();
        assertThat(again.pieces()).isOne();
        load.request(Long.MAX_VALUE);
        again.awaitEnd();
        assertThat(again.body()).isEqualTo(large);
    }

    @Test
    void demandReachesTheNetworkOnceThereIsAHead() throws Exception {
        Heard heard = new Heard();
        Load load = loader.start(get(CachePolicy.USE_PROTOCOL_CACHE_POLICY), heard);
        FakeNetwork.Exchange exchange = network.next();
        load.request(2);
        exchange.head(200);
        load.request(3);
        exchange.done();
        heard.awaitEnd();

        assertThat(exchange.demand()).isEqualTo(5);
    }

    @Test
    void a304GivesTheStoredBodyWithTheNewFields() throws Exception {
        stored(HELLO, "cache-control", "max-age=10", "etag", "\"1\"", "x", "old");
        pass(20);
        Heard again = load();
        FakeNetwork.Exchange exchange = network.next();
        assertThat(exchange.request.fields().firstValue("if-none-match")).contains("\"1\"");
        exchange.head(304, "etag", "\"1\"", "x", "new");
        assertThat(again.awaitHead().status()).isEqualTo(200);
        assertThat(again.end).isNotDone();
        exchange.done();

        assertThat(again.awaitEnd().fetchType()).isEqualTo(FetchType.NETWORK_LOAD);
        assertThat(again.body()).isEqualTo(HELLO);
        assertThat(again.awaitHead().fields().firstValue("x")).contains("new");
        assertThat(load().awaitHead().fields().firstValue("x")).contains("new");
    }

    @Test
    void a304ForSomethingElseIsAskedAgain() throws Exception {
        stored(HELLO, "cache-control", "max-age=10", "etag", "\"1\"");
        pass(20);
        Heard again = load();
        network.next().head(304, "etag", "\"2\"");
        FakeNetwork.Exchange second = network.next();
        assertThat(second.request.fields().firstValue("if-none-match")).isEmpty();
        second.head(200).data(new byte[] {1}).done();

        again.awaitEnd();
        assertThat(again.body()).containsExactly(1);
    }

    @Test
    void whatIsCancelledOrBreaksIsNotStored() throws Exception {
        for (boolean cancel : new boolean[] {true, false}) {
            Heard heard = new Heard();
            Load load = loader.start(get(CachePolicy.USE_PROTOCOL_CACHE_POLICY), heard);
            load.request(Long.MAX_VALUE);
            FakeNetwork.Exchange exchange =
                    network.next().head(200, "cache-control", "max-age=10").data(new byte[300_000]);
            if (cancel) {
                load.cancel();
            } else {
                exchange.fail(new IOException("cut off"));
            }
            assertThatThrownBy(heard::awaitEnd).isInstanceOf(cancel ? CancellationException.class : IOException.class);
            assertThat(exchange.cancelled()).isEqualTo(cancel);
            assertThat(store.find("http://example.org/a")).isEmpty();
            try (Stream<Path> left = Files.walk(temp.resolve("v1/incoming"))) {
                assertThat(left.filter(Files::isRegularFile)).hasSize(1); // the owner's lock
            }
        }
    }

    @Test
    void aStaleOneIsGivenAndRefreshedOnTheSideOnce() throws Exception {
        stored(HELLO, "cache-control", "max-age=10, stale-while-revalidate=100", "etag", "\"1\"");
        pass(20);
        Heard first = load();
        Heard second = load();
        first.awaitEnd();
        second.awaitEnd();
        assertThat(second.body()).isEqualTo(HELLO);
        FakeNetwork.Exchange refresh = network.next();
        assertThat(network.isUntouched()).isTrue();
        assertThat(refresh.request.fields().firstValue("if-none-match")).contains("\"1\"");
        refresh.head(200, "cache-control", "max-age=10").data(new byte[] {7}).done();
        // Nobody is told when it is stored.
        while (store.find("http://example.org/a").stream().noneMatch(one -> one.length() == 1)) {
            Thread.onSpinWait();
        }

        Heard third = load();
        third.awaitEnd();
        assertThat(third.body()).containsExactly(7);
        assertThat(network.isUntouched()).isTrue();
    }

    @Test
    void aStaleOneStandsInForErrorsIfItSaysSo() throws Exception {
        stored(HELLO, "cache-control", "max-age=10, stale-if-error=100");
        pass(20);
        Heard broken = load();
        network.next().fail(new IOException("no network"));
        broken.awaitEnd();
        assertThat(broken.body()).isEqualTo(HELLO);

        Heard refused = load();
        FakeNetwork.Exchange exchange = network.next().head(503);
        refused.awaitEnd();
        assertThat(exchange.cancelled()).isTrue();
        assertThat(refused.awaitHead().status()).isEqualTo(200);
        pass(100);
        Heard tooOld = load();
        network.next().fail(new IOException("no network"));
        assertThatThrownBy(tooOld::awaitEnd).hasMessage("no network");
    }

    @Test
    void cancellingDoesNotServeInTheStead() throws Exception {
        stored(HELLO, "cache-control", "max-age=10, stale-if-error=100");
        pass(20);
        Heard heard = new Heard();
        Load load = loader.start(get(CachePolicy.USE_PROTOCOL_CACHE_POLICY), heard);
        network.next();
        load.cancel();

        assertThatThrownBy(heard::awaitEnd).isInstanceOf(CancellationException.class);
    }

    @Test
    void nothingStoredAndNothingToBeAsked() throws Exception {
        Heard heard = load(get(CachePolicy.RETURN_CACHE_DATA_DONT_LOAD));
        assertThatThrownBy(heard::awaitEnd).isInstanceOf(NotStoredException.class);

        Heard only = load("cache-control", "only-if-cached");
        only.awaitEnd();
        assertThat(only.awaitHead().status()).isEqualTo(504);
        assertThat(network.isUntouched()).isTrue();
    }

    @Test
    void aBodyThatIsGoneIsAsGoodAsNotStored() throws Exception {
        byte[] large = new byte[300_000];
        stored(large, "cache-control", "max-age=10");
        store.flush();
        try (Stream<Path> bodies = Files.list(temp.resolve("v1/bodies"))) {
            for (Path body : bodies.toList()) {
                Files.delete(body);
            }
        }
        Heard heard = load();
        network.next().head(200).data(HELLO).done();

        heard.awaitEnd();
        assertThat(heard.body()).isEqualTo(HELLO);
    }

    @Test
    void aBodyThatIsDamagedFailsTheLoadAndIsForgotten() throws Exception {
        byte[] large = new byte[300_000];
        stored(large, "cache-control", "max-age=10");
        store.flush();
        try (Stream<Path> bodies = Files.list(temp.resolve("v1/bodies"))) {
            for (Path body : bodies.toList()) {
                large[200_000] = 1;
                Files.write(body, large);
            }
        }
        Heard heard = load();
        assertThatThrownBy(heard::awaitEnd).isInstanceOf(IOException.class);
        assertThat(store.find("http://example.org/a")).isEmpty();
    }

    @Test
    void whatAClientBelowFetchedElsewhereIsNotStored() throws Exception {
        Heard heard = load();
        network.next()
                .headFrom(URI.create("http://example.org/b"), 200, "cache-control", "max-age=10")
                .data(HELLO)
                .done();
        heard.awaitEnd();

        assertThat(store.find("http://example.org/a")).isEmpty();
    }

    @Test
    void aStoreThatCannotBeReadIsAnEmptyOne() throws Exception {
        store.close();
        store = ResponseStore.open(
                new CacheFiles() {
                    @Override
                    public byte[] read(Path file) {
                        throw new IllegalStateException("a strange file system");
                    }
                },
                temp.resolve("strange"),
                0,
                1 << 20);
        loader = new CachingLoader(network, store, now::get);
        Heard heard = load();
        network.next().head(200, "cache-control", "max-age=10").data(HELLO).done();
        heard.awaitEnd();
        assertThat(heard.body()).isEqualTo(HELLO);
    }

    @Test
    void aBodyOfAnotherLengthThanToldIsNotStored() throws Exception {
        stored(HELLO, "cache-control", "max-age=10", "content-length", "6");
        assertThat(store.find("http://example.org/a")).isEmpty();
        stored(HELLO, "cache-control", "max-age=10", "content-length", "5");
        assertThat(store.find("http://example.org/a")).hasSize(1);
    }

    @Test
    void aPostDropsWhatIsStored() throws Exception {
        stored(HELLO, "cache-control", "max-age=10");
        Heard post = load(
                new LoadRequest(HERE, "POST", FakeNetwork.fields(), null, CachePolicy.USE_PROTOCOL_CACHE_POLICY, null));
        network.next().head(200).done();
        post.awaitEnd();

        assertThat(store.find("http://example.org/a")).isEmpty();
    }

    @Test
    void loadsEndOnceWhateverComesBetween() throws Exception {
        Random random = new Random(3);
        stored(new byte[200_000], "cache-control", "max-age=10");
        for (int i = 0; i < 300; i++) {
            Heard heard = new Heard();
            Load load = loader.start(get(CachePolicy.USE_PROTOCOL_CACHE_POLICY), heard);
            int pieces = random.nextInt(6);
            for (int asked = 0; asked < pieces; asked++) {
                load.request(1);
            }
            if (pieces < 4) {
                load.cancel();
            }
            try {
                heard.awaitEnd();
                assertThat(heard.body()).hasSize(200_000);
            } catch (CancellationException cancelled) {
                assertThat(pieces).isLessThan(4);
            }
        }
    }
}
