package dev.quiver.urlsession.internal.cache;

import dev.quiver.urlsession.internal.load.UrlReference;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** The URI that a stored response answers (RFC 9111 §2): without fragment, scheme and host in lower case, no default port. */
public final class CacheKey {
    private CacheKey() {}

    public static String of(URI uri) {
        String rest = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return origin(uri) + rest + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    /** What a field of a response refers to (RFC 3986 §5); empty where that is no URI. */
    static Optional<URI> resolved(URI base, String reference) {
        try {
            return Optional.of(UrlReference.resolve(base, reference));
        } catch (IllegalArgumentException notAUri) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port: what must be the same for one response to invalidate another (RFC 9111 §4.4). */
    static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        // A name with an underscore is no host to java.net.URI, but a difference to us.
        String host = uri.getHost() == null ? String.valueOf(uri.getRawAuthority()) : uri.getHost();
        return scheme + "://" + host.toLowerCase(Locale.ROOT) + port;
    }
}
