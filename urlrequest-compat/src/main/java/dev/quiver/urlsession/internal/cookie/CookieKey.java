package dev.quiver.urlsession.internal.cookie;

import dev.quiver.urlsession.HttpCookie;

/**
 * By what a store tells cookies apart (RFC 6265bis §5.7 step 23).
 *
 * @param domain with a leading dot unless host-only
 */
public record CookieKey(String domain, String path, String name) {
    static CookieKey of(HttpCookie cookie) {
        return new CookieKey(cookie.domain(), cookie.path(), cookie.name());
    }
}
