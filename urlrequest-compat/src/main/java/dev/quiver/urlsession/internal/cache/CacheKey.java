package dev.quiver.urlsession.internal.cache;

import java.net.URI;
import java.util.Locale;

/** The URI that a stored response answers (RFC 9111 §2): without fragment, scheme and host in lower case, no default port. */
public final class CacheKey {
    private CacheKey() {}

    public static String of(URI uri) {
        String rest = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return origin(uri) + rest + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    /** Scheme, host and port: what must be the same for one response to invalidate another (RFC 9111 §4.4). */
    static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + port;
    }
}
