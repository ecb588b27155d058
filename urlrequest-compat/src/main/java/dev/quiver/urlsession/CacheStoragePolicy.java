package dev.quiver.urlsession;

/** Where a response may be kept; {@code URLCache.StoragePolicy}. */
public enum CacheStoragePolicy {
    /** In memory and in files. */
    ALLOWED,
    /** In memory only. */
    ALLOWED_IN_MEMORY_ONLY,
    /** Nowhere. */
    NOT_ALLOWED
}
