package dev.quiver.urlsession.internal.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.urlsession.internal.cache.StoredResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts, updates and removals by a seed, and what must be true of a store that was left in the middle of them. */
final class CrashWorkload {
    static final long CAPACITY = 900_000;
    private static final int KEYS = 5;
    private static final int[] SIZES = {0, 10, 3_000, 65_536, 65_537, 150_000};

    private final Random random;
    private final DiskStore store;
    private final CacheFiles files;
    private final Map<String, String> expected = new HashMap<>();
    private int version;
    private String touched = "";

    CrashWorkload(long seed, DiskStore store, CacheFiles files) {
        this.random = new Random(seed);
        this.store = store;
        this.files = files;
    }

    /** What each key should hold, as {@link #describe} says it. */
    Map<String, String> expected() {
        return expected;
    }

    /** The key that the step under way was about. */
    String touched() {
        return touched;
    }

    void step() throws IOException {
        String key = "https://example.org/" + random.nextInt(KEYS);
        touched = key;
        int kind = random.nextInt(10);
        if (kind < 7) {
            version++;
            int size = SIZES[random.nextInt(SIZES.length)];
            StoredResponse head = Samples.head(key, version * 10 + size % 10, "v" + random.nextInt(2));
            FinishedBody body = Samples.taken(
                    new BodySink(files, store::newBody, Long.MAX_VALUE),
                    Samples.body(key, Samples.version(head), size));
            store.put(head.withBody(UUID.randomUUID().toString(), body.length(), body.checksum()), body);
        } else if (kind < 9) {
            for (StoredResponse known : store.find(key)) {
                store.update(known.confirmed(
                        HttpHeaders.of(
                                Map.of(
                                        "x-version",
                                        List.of(Integer.toString(Samples.version(known))),
                                        "x-confirmed",
                                        List.of("1")),
                                (name, value) -> true),
                        known.requestTime(),
                        known.responseTime()));
            }
        } else {
            store.remove(key, one -> true);
        }
        expected.put(key, describe(store.find(key)));
    }

    /**
     * Every body that the store names is the one that was put, to the last byte. Returns what there is.
     *
     * @param allReadable whether the store may also not say of a body that it is damaged
     */
    static Map<String, String> verify(DiskStore store, boolean allReadable) throws IOException {
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            String key = "https://example.org/" + i;
            List<StoredResponse> responses = store.find(key);
            for (StoredResponse response : responses) {
                byte[] bytes;
                try {
                    bytes = Samples.all(store.read(response, 0, response.length()));
                } catch (IOException notServed) {
                    if (allReadable) {
                        throw notServed;
                    }
                    // Told to whoever reads: it counts as not stored.
                    continue;
                }
                assertThat(bytes).isEqualTo(Samples.body(key, Samples.version(response), (int) response.length()));
                assertThat(response.userInfo()).containsEntry("of", key);
            }
            found.put(key, describe(responses));
        }
        return found;
    }

    static String describe(List<StoredResponse> responses) {
        return responses.stream()
                .map(one ->
                        one.id() + " " + one.fields().firstValue("x-confirmed").orElse(""))
                .sorted()
                .toList()
                .toString();
    }

    /** After sweeping up there are no bodies but those that are named, and nothing unfinished of the dead. */
    static void verifySwept(Path folder, DiskStore store) throws IOException {
        store.sweepUp();
        long named = 0;
        for (int i = 0; i < KEYS; i++) {
            named += store.find("https://example.org/" + i).size();
        }
        assertThat(count(folder.resolve("v1/bodies"))).isLessThanOrEqualTo(named);
        assertThat(count(folder.resolve("v1/incoming"))).isOne();
        assertThat(store.usage()).isBetween(0L, CAPACITY);
    }

    private static long count(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
