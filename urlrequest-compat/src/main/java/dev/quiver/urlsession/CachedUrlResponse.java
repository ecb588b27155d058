package dev.quiver.urlsession;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** A response and its body, as a {@link UrlCache} keeps them; {@code CachedURLResponse}. Immutable and thread-safe. */
public final class CachedUrlResponse {
    private final HttpUrlResponse response;
    private final Callable<byte[]> data;
    private final CacheStoragePolicy storagePolicy;
    private final Map<String, String> userInfo;

    /** A response to be stored wherever the cache stores. The data are copied. */
    public CachedUrlResponse(HttpUrlResponse response, byte[] data) {
        this(response, data, CacheStoragePolicy.ALLOWED, Map.of());
    }

    /** A response to be stored. The data are copied; {@code userInfo} is kept with it. */
    public CachedUrlResponse(
            HttpUrlResponse response, byte[] data, CacheStoragePolicy storagePolicy, Map<String, String> userInfo) {
        this(response, copyOf(data), storagePolicy, userInfo);
    }

    CachedUrlResponse(
            HttpUrlResponse response,
            Callable<byte[]> data,
            CacheStoragePolicy storagePolicy,
            Map<String, String> userInfo) {
        this.response = Objects.requireNonNull(response, "response");
        this.data = data;
        this.storagePolicy = Objects.requireNonNull(storagePolicy, "storagePolicy");
        this.userInfo = Map.copyOf(userInfo);
    }

    private static Callable<byte[]> copyOf(byte[] data) {
        byte[] copy = data.clone();
        return copy::clone;
    }

    /** The response's head. */
    public HttpUrlResponse response() {
        return response;
    }

    /**
     * The body, decoded as a task would give it. Read from where it is kept at each call; may block.
     *
     * @throws UncheckedIOException if it has been dropped from the cache meanwhile
     */
    public byte[] data() {
        try {
            return data.call();
        } catch (IOException gone) {
            throw new UncheckedIOException("the body of " + response.url() + " is not in the cache any more", gone);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where it may be kept. */
    public CacheStoragePolicy storagePolicy() {
        return storagePolicy;
    }

    /** What the application attached to it. */
    public Map<String, String> userInfo() {
        return userInfo;
    }

    /** The same, to be kept there. */
    public CachedUrlResponse withStoragePolicy(CacheStoragePolicy policy) {
        return new CachedUrlResponse(response, data, policy, userInfo);
    }

    /** The same with this attached. */
    public CachedUrlResponse withUserInfo(Map<String, String> info) {
        return new CachedUrlResponse(response, data, storagePolicy, info);
    }

    /** Whether both have the body that one place keeps. */
    boolean sameBodyAs(CachedUrlResponse other) {
        return data == other.data && response.equals(other.response);
    }

    @Override
    public String toString() {
        return response.statusCode() + " " + response.url();
    }
}
