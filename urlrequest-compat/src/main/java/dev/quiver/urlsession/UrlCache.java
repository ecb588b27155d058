package dev.quiver.urlsession;

import dev.quiver.urlsession.internal.cache.CacheKey;
import dev.quiver.urlsession.internal.cache.StoredResponse;
import dev.quiver.urlsession.internal.cache.load.StoredBodies;
import dev.quiver.urlsession.internal.cache.store.BodySink;
import dev.quiver.urlsession.internal.cache.store.CacheFiles;
import dev.quiver.urlsession.internal.cache.store.FinishedBody;
import dev.quiver.urlsession.internal.cache.store.ResponseStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Responses that need not be loaded again (RFC 9111, a private cache); {@code URLCache}. In memory, and in files where a
 * directory is given. A response takes a twentieth of either capacity at most; the longest unused go first.
 *
 * <p>Several sessions may use one cache, and several processes one directory. A process that is killed leaves a cache that
 * opens again and serves nothing half-written. Thread-safe; what looks up or counts may block on files.
 */
public final class UrlCache implements AutoCloseable {
    /** Memory by default: 8 MiB. */
    public static final long DEFAULT_MEMORY_CAPACITY = 8L << 20;

    private static volatile UrlCache shared = newBuilder().build();

    private final ResponseStore store;
    private final InstantSource clock;
    private final long memoryCapacity;
    private final long diskCapacity;

    private UrlCache(Builder builder, ResponseStore store) {
        this.store = store;
        this.clock = builder.clock;
        this.memoryCapacity = builder.memoryCapacity;
        this.diskCapacity = builder.diskCapacity;
    }

    /** The one that the standard configuration uses. In memory: a library has no place of its own on a user's disk. */
    public static UrlCache shared() {
        return shared;
    }

    /** Has configurations that are made from now on use this one by default, say one with a directory. */
    public static void setShared(UrlCache cache) {
        shared = Objects.requireNonNull(cache, "cache");
    }

    /** A cache to be set up: {@link #DEFAULT_MEMORY_CAPACITY}, no files. */
    public static Builder newBuilder() {
        return new Builder();
    }

    /**
     * The stored response that such a request would be considered for, fresh or not, or empty. Of variants, that which
     * matches the request's fields, else the latest.
     */
    public Optional<CachedUrlResponse> cachedResponse(UrlRequest request) {
        Comparator<StoredResponse> order = Comparator.comparing((StoredResponse one) -> one.answers(request.headers()))
                .thenComparing(StoredResponse::responseTime);
        return store.find(CacheKey.of(request.url())).stream().max(order).map(found -> cached(request, found));
    }

    private CachedUrlResponse cached(UrlRequest request, StoredResponse found) {
        HttpUrlResponse response = new HttpUrlResponse(request.url(), found.status(), found.fields());
        return new CachedUrlResponse(
                response,
                () -> StoredBodies.decoded(found, store.read(found, 0, found.length())),
                CacheStoragePolicy.ALLOWED,
                found.userInfo());
    }

    /**
     * Stores a response for such requests, in place of what was stored for them. Nothing is stored where the policy or a
     * capacity forbids it. Its freshness follows from its fields, counted from now.
     */
    public void storeCachedResponse(CachedUrlResponse response, UrlRequest request) {
        if (response.storagePolicy() == CacheStoragePolicy.NOT_ALLOWED) {
            return;
        }
        FinishedBody body = taken(store, response.data());
        if (body != null) {
            Instant now = clock.instant();
            StoredResponse head = StoredResponse.of(
                            request.url(),
                            request.headers(),
                            response.response().statusCode(),
                            StoredBodies.withoutCoding(response.response().headers()),
                            now)
                    .withUserInfo(response.userInfo());
            store.put(head, body, response.storagePolicy() == CacheStoragePolicy.ALLOWED_IN_MEMORY_ONLY);
        }
    }

    static @Nullable FinishedBody taken(ResponseStore store, byte[] data) {
        BodySink sink = store.sink();
        sink.write(ByteBuffer.wrap(data));
        return sink.finish();
    }

    /** Forgets what is stored for this request's URL. */
    public void removeCachedResponse(UrlRequest request) {
        store.remove(CacheKey.of(request.url()), one -> true);
    }

    /** Forgets what was stored or confirmed at or after this time. */
    public void removeCachedResponses(Instant since) {
        store.removeAll(one -> !one.responseTime().isBefore(since));
    }

    /** Forgets all. */
    public void removeAllCachedResponses() {
        store.removeAll(one -> true);
    }

    /** The most bytes in memory. */
    public long memoryCapacity() {
        return memoryCapacity;
    }

    /** The most bytes in files, 0 without a directory. */
    public long diskCapacity() {
        return diskCapacity;
    }

    /** The bytes in memory now. */
    public long currentMemoryUsage() {
        return store.memoryUsage();
    }

    /** The bytes in files now; waits until what was stored so far is in them. */
    public long currentDiskUsage() {
        return store.diskUsage();
    }

    /** Waits until what was stored so far is in the files. */
    public void flush() {
        store.flush();
    }

    /** Waits for the files and lets go of the directory. Sessions that still use the cache then store nothing in files. */
    @Override
    public void close() {
        store.close();
    }

    ResponseStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    /** Builds a {@link UrlCache}; not thread-safe. */
    public static final class Builder {
        private long memoryCapacity = DEFAULT_MEMORY_CAPACITY;
        private long diskCapacity;
        private @Nullable Path directory;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * The most bytes in memory; 0 for none.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder memoryCapacity(long bytes) {
            this.memoryCapacity = atLeastNothing(bytes, "memoryCapacity");
            return this;
        }

        /**
         * A directory for files, and the most bytes in them. It is made if need be, readable by its owner alone where the
         * file system can say so. The cache keeps to a folder in it that names the version of its format.
         *
         * @throws IllegalArgumentException if {@code capacity} is under 1
         */
        public Builder disk(Path directory, long capacity) {
            if (capacity < 1) {
                throw new IllegalArgumentException(
                        "a cache in files needs a capacity of 1 byte or more, not " + capacity);
            }
            this.directory = Objects.requireNonNull(directory, "directory");
            this.diskCapacity = capacity;
            return this;
        }

        /** What time it is, for freshness; for tests. Default: the system's. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * The cache.
         *
         * @throws UncheckedIOException if the directory cannot be made, written or locked
         */
        public UrlCache build() {
            try {
                return new UrlCache(
                        this, ResponseStore.open(new CacheFiles(), directory, memoryCapacity, diskCapacity));
            } catch (IOException unusable) {
                throw new UncheckedIOException("the directory " + directory + " cannot hold a cache", unusable);
            }
        }

        private static long atLeastNothing(long bytes, String name) {
            if (bytes < 0) {
                throw new IllegalArgumentException(name + " must be 0 or more, not " + bytes);
            }
            return bytes;
        }
    }
}
