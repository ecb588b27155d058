package dev.quiver.h3.internal.message;

import java.net.URI;
import java.util.Locale;

/**
 * An origin (RFC 9110 §4.3.1).
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 literal without brackets
 * @param port 1 to 65535
 */
public record OriginKey(String scheme, String host, int port) {
    /** The origin of a checked request's URI. */
    public static OriginKey of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.getPort();
        return new OriginKey(scheme, host, port >= 0 ? port : scheme.equals("https") ? 443 : 80);
    }

    /** Whether HTTP/3 can serve it at all: {@code https} only (RFC 9114 §3.1). */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** {@code host:port}, for people. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
