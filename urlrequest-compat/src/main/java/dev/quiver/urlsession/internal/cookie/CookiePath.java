package dev.quiver.urlsession.internal.cookie;

import java.net.URI;

/** Paths of cookies (RFC 6265bis §5.1.4). Pure. */
final class CookiePath {
    private CookiePath() {}

    static String of(URI url) {
        String path = url.getRawPath();
        return path == null || !path.startsWith("/") ? "/" : path;
    }

    /** What a cookie without a path gets. */
    static String defaultOf(String requestPath) {
        int last = requestPath.lastIndexOf('/');
        return last <= 0 ? "/" : requestPath.substring(0, last);
    }

    static boolean matches(String requestPath, String cookiePath) {
        return requestPath.equals(cookiePath)
                || requestPath.startsWith(cookiePath)
                        && (cookiePath.endsWith("/") || requestPath.charAt(cookiePath.length()) == '/');
    }
}
