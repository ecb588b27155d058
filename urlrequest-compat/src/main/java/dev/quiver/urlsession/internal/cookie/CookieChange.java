package dev.quiver.urlsession.internal.cookie;

import org.jspecify.annotations.Nullable;

/**
 * What happened to a place of the jar.
 *
 * @param now what is there now, or null
 */
public record CookieChange(CookieKey key, @Nullable StoredCookie now) {}
