package dev.quiver.urlsession;

/** What a load may take from the cache, and what it must ask the server for; the cases of {@code URLRequest.CachePolicy}. */
public enum CachePolicy {
    /** As HTTP says (RFC 9111). The default. */
    USE_PROTOCOL_CACHE_POLICY,
    /** From the server; what is stored is not looked at. */
    RELOAD_IGNORING_LOCAL_CACHE_DATA,
    /** From the origin server: caches on the way are asked to pass it on as well. */
    RELOAD_IGNORING_LOCAL_AND_REMOTE_CACHE_DATA,
    /** What is stored, however old; from the server where nothing is. */
    RETURN_CACHE_DATA_ELSE_LOAD,
    /** What is stored, however old; a failure where nothing is. The server is never asked. */
    RETURN_CACHE_DATA_DONT_LOAD,
    /** What is stored, once the server has confirmed it. */
    RELOAD_REVALIDATING_CACHE_DATA
}
