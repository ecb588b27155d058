package dev.quiver.urlsession.internal.cache;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a request that changes something makes invalid (RFC 9111 §4.4). */
final class Invalidation {
    /** RFC 9110 §9.2.1. Any other method, known or not, may have changed something. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "QUERY");

    private Invalidation() {}

    static Set<String> by(String method, URI uri, int status, HttpHeaders answer) {
        Set<String> keys = new LinkedHashSet<>();
        if (SAFE.contains(method) || status >= 400) {
            return keys;
        }
        keys.add(CacheKey.of(uri));
        for (String name : List.of("location", "content-location")) {
            answer.firstValue(name)
                    .flatMap(text -> CacheKey.resolved(uri, text))
                    // Of another origin it could be used to empty a cache of what is not its own.
                    .filter(other -> CacheKey.origin(other).equals(CacheKey.origin(uri)))
                    .ifPresent(other -> keys.add(CacheKey.of(other)));
        }
        return keys;
    }
}
